package dev.bulla.registry;

import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sends a blob in chunks, one after another (distribution-spec 1.1, "Pushing a blob in chunks"). After a chunk that failed
 * the registry is asked how far it got, and the upload goes on from there.
 */
final class ChunkedUpload {
    /** Failed chunks of one blob; a connection that breaks more often will not carry the rest. */
    private static final int MAX_RESUMES = 5;

    private static final Duration BEFORE_RESUME = Duration.ofSeconds(1);

    private final Repository repository;
    private final UploadSessions sessions;
    private final Descriptor blob;
    private final Content content;
    private UploadSession session;
    private VerifiedBody body;

    ChunkedUpload(Repository repository, UploadSessions sessions, Descriptor blob, Content content) {
        this.repository = repository;
        this.sessions = sessions;
        this.blob = blob;
        this.content = content;
        this.body = new VerifiedBody(blob, content);
        this.session = sessions.open();
    }

    void run() {
        boolean stored = false;
        try {
            int resumes = 0;
            while (!body.isAtEnd()) {
                Optional<UnreachableException> broken = sendChunk();
                if (broken.isPresent()) {
                    if (resumes++ == MAX_RESUMES) {
                        throw broken.get();
                    }
                    resume(broken.get());
                }
            }
            commit();
            stored = true;
        } finally {
            body.close();
            if (!stored) {
                sessions.cancel(session);
            }
        }
    }

    /** Sends the next chunk; a failure that may pass comes back. */
    private Optional<UnreachableException> sendChunk() {
        long start = body.position();
        long size = Math.max(repository.options().uploads().chunk(), session.minimumChunk());
        long length = Math.min(size, blob.size() - start);
        Body chunk = new Body("application/octet-stream", length, out -> body.send(out, length), false);
        Call call = Call.of("PATCH", session.location())
                .with("Content-Range", start + "-" + (start + length - 1))
                .sending(chunk);
        try (Answer answer = repository.toPush().send(call, repository.content())) {
            if (answer.status() == 416 || answer.status() == 401 || Retries.isTemporary(answer.status())) {
                return Optional.of(new UnreachableException(answer.call() + ": chunk refused with " + answer.status()));
            }
            if (!answer.isSuccess()) {
                throw Statuses.failure(answer);
            }
            session = new UploadSession(UploadSessions.location(answer), session.minimumChunk());
            return received(answer, start + length);
        } catch (UnreachableException e) {
            if (e.getCause() instanceof IOException cause && Failures.isReset(cause)) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    /** A registry that took less than was sent says so in {@code Range}. */
    private static Optional<UnreachableException> received(Answer answer, long due) {
        OptionalLong end = rangeEnd(answer);
        return end.isEmpty() || end.getAsLong() + 1 == due
                ? Optional.empty()
                : Optional.of(new UnreachableException(
                        answer.call() + ": the registry has " + (end.getAsLong() + 1) + " of " + due + " bytes"));
    }

    /** Asks how far the registry got and goes back, or on, to there. */
    private void resume(UnreachableException cause) {
        repository.http().pacing().pause(repository.http().pacing().spread(BEFORE_RESUME));
        Call call = Call.of("GET", session.location());
        try (Answer answer = repository.toPush().send(call, repository.metadata())) {
            if (answer.status() != 204 && answer.status() != 200 && answer.status() != 202) {
                cause.addSuppressed(Statuses.failure(answer));
                throw cause;
            }
            if (answer.headers().has("Location")) {
                session = new UploadSession(UploadSessions.location(answer), session.minimumChunk());
            }
            restartAt(rangeEnd(answer).orElse(-1) + 1);
        }
    }

    private void restartAt(long position) {
        if (position > blob.size()) {
            throw new UnreachableException(
                    "the registry says that it has " + position + " of " + blob.size() + " bytes of " + blob.digest());
        }
        body.close();
        body = new VerifiedBody(blob, content);
        body.skip(position);
    }

    /** {@code 0-N}; some registries write {@code bytes=0-N}, and {@code 0-0} for nothing as well as for one byte. */
    private static OptionalLong rangeEnd(Answer answer) {
        Optional<String> range = answer.headers().first("Range");
        if (range.isEmpty()) {
            return OptionalLong.empty();
        }
        String digits = range.get().strip().substring(range.get().strip().lastIndexOf('-') + 1);
        boolean number =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long end = number ? Long.parseLong(digits) : 0;
        return number && end > 0 ? OptionalLong.of(end) : OptionalLong.empty();
    }

    private void commit() {
        Call call = sessions.commit(session, blob.digest());
        try (Answer answer = repository.toPush().send(call, repository.content())) {
            if (!answer.isSuccess()) {
                throw Statuses.failure(answer);
            }
        }
    }
}
