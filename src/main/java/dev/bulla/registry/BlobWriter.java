package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Stores blobs: small ones by a single request where the registry takes that, others in one piece after an upload was
 * opened, or in chunks where they are long or the registry wants it. The content is verified while it is sent and before
 * its end is, so that what is not what it should be is never completed; a session that failed is cancelled.
 */
final class BlobWriter {
    /** Statuses of a whole upload after which chunks may still work: method, length, size, not implemented. */
    private static final Set<Integer> TRY_CHUNKS = Set.of(405, 411, 413, 501);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final Repository repository;
    private final UploadSessions sessions;
    private final SinglePost singlePost;

    BlobWriter(Repository repository) {
        this.repository = repository;
        this.sessions = new UploadSessions(repository);
        this.singlePost = new SinglePost(repository);
    }

    void push(Descriptor blob, Content content) {
        boolean small = blob.size() <= repository.options().uploads().monolithicLimit();
        Content given = small && singlePost.asksBy(blob) ? held(blob, content) : content;
        if (!small || !pushWhole(blob, given)) {
            new ChunkedUpload(repository, sessions, blob, given).run();
        }
    }

    /** Content that may have to be sent twice is fetched once. */
    private static Content held(Descriptor blob, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) blob.size());
        try (VerifiedBody verified = new VerifiedBody(blob, content)) {
            verified.sendTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing fails that writes to memory
        }
        return Content.of(Bytes.adopt(bytes.toByteArray()));
    }

    /** A single request, again while the failure is temporary; false when the registry does not take that form. */
    private boolean pushWhole(Descriptor blob, Content content) {
        for (int attempt = 0; ; attempt++) {
            boolean last = attempt >= repository.http().retries();
            Optional<UploadSession> opened = opened(blob, content);
            if (opened.isEmpty()) {
                return true;
            }
            UploadSession session = opened.get();
            boolean stored = false;
            try (Answer answer = send(session, blob, content)) {
                stored = answer.isSuccess();
                if (stored || TRY_CHUNKS.contains(answer.status())) {
                    return stored;
                }
                if (last || !Retries.isTemporary(answer.status())) {
                    throw Statuses.failure(answer);
                }
            } catch (UnreachableException e) {
                if (last || !(e.getCause() instanceof IOException cause && Failures.isReset(cause))) {
                    throw e;
                }
            } finally {
                if (!stored) {
                    sessions.cancel(session);
                }
            }
            repository.http().pacing().pause(repository.http().pacing().spread(BETWEEN_TRIES));
        }
    }

    /** An upload for the blob; empty when opening it stored the blob already. */
    private Optional<UploadSession> opened(Descriptor blob, Content content) {
        return singlePost.isWorthTrying(blob)
                ? singlePost.send(blob, body(blob, content), sessions)
                : Optional.of(sessions.open());
    }

    private static Body body(Descriptor blob, Content content) {
        return new Body(
                "application/octet-stream",
                blob.size(),
                out -> {
                    try (VerifiedBody verified = new VerifiedBody(blob, content)) {
                        verified.sendTo(out);
                    }
                },
                false);
    }

    private Answer send(UploadSession session, Descriptor blob, Content content) {
        Body body = body(blob, content);
        return repository.toPush().send(sessions.commit(session, blob.digest()).sending(body), repository.content());
    }
}
