package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One repository, for reading. Everything asked for by digest is hashed here, whatever the other side says about it.
 * "Absent" is answered only when the place definitely said so; denial, time-outs and nonsense are exceptions of
 * {@code dev.bulla.outcome}. Implementations may be used by several threads at once.
 */
public interface Source extends AutoCloseable {
    /** The repository this reads. */
    Place place();

    /** The manifest that {@code tag} names now; its digest is computed from the bytes received. */
    Optional<Manifest> manifest(Tag tag);

    /**
     * The manifest with this digest.
     *
     * @throws RejectedException {@code HASH_MISMATCH} when other bytes came, {@code MALFORMED}, {@code AMBIGUOUS}
     */
    Optional<Manifest> manifest(Digest digest);

    /** True when the place says that it has the manifest; nothing is transferred. */
    boolean hasManifest(Digest digest);

    /** True when the place says that it has the blob; nothing is transferred. */
    boolean hasBlob(Descriptor blob);

    /**
     * The blob as a stream that verifies size and digest while it is read ({@link VerifiedStream}).
     *
     * @throws NotFoundException when the place does not have it
     */
    InputStream blob(Descriptor blob);

    /** What is listed as attached to {@code subject}: a hint. */
    ReferrerList referrers(Digest subject);

    /** Releases connections and files; further calls fail. */
    @Override
    void close();

    /**
     * The digest of what {@code tag} names now, as the place says it: a hint, good for not fetching again what is there
     * already. Empty when the tag names nothing, or when the place would have to transfer the manifest to say.
     */
    default Optional<Digest> digest(Tag tag) {
        return Optional.empty();
    }

    /** The manifest that {@code reference}'s digest or tag names; a tag beside a digest must lead to that digest. */
    default Optional<Manifest> manifest(Reference reference) {
        if (reference.digest().isEmpty()) {
            return manifest(reference.tag().orElse(Tag.LATEST));
        }
        Digest wanted = reference.digest().get();
        if (reference.tag().isEmpty()) {
            return manifest(wanted);
        }
        Optional<Manifest> tagged = manifest(reference.tag().get());
        if (tagged.isPresent() && !wanted.matches(tagged.get().raw())) {
            throw new RejectedException(Reason.of(
                    ReasonCode.HASH_MISMATCH,
                    "tag " + reference.tag().get() + " of " + place() + " is "
                            + tagged.get().digest() + ", not " + wanted));
        }
        return tagged;
    }

    /**
     * A whole small blob, from its descriptor's {@code data} when inlined there.
     *
     * @param limit most bytes that are read; a larger descriptor is refused before anything is fetched
     * @throws RejectedException {@code LIMIT_EXCEEDED} or {@code HASH_MISMATCH}
     */
    default Bytes blobBytes(Descriptor blob, int limit) {
        if (blob.size() > limit) {
            throw new RejectedException(Reason.of(
                    ReasonCode.LIMIT_EXCEEDED,
                    "blob " + blob.digest() + " has " + blob.size() + " bytes, at most " + limit + " are read"));
        }
        if (blob.data().isPresent()) {
            return blob.data().get();
        }
        try (InputStream in = blob(blob)) {
            return Bytes.adopt(in.readAllBytes());
        } catch (IOException e) {
            throw new UnreachableException(
                    "reading blob " + blob.digest() + " from " + place() + " failed: " + e.getMessage(), e);
        }
    }
}
