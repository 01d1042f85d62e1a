package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TargetSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Where small targets come from. Whatever comes is hashed by {@link #verified}; nothing else may be used. */
@FunctionalInterface
public interface TargetBytes {
    /** What stands there as the target, or empty when nothing does. */
    Optional<Bytes> find(TargetPath path, TargetInfo info);

    /**
     * Blobs of repositories, by the hash that TUF lists, asked one after the other: the artifact's own repository first,
     * then the TUF repository (oci-graph section 3.6).
     */
    static TargetBytes blobsOf(List<Source> sources) {
        List<Source> asked = List.copyOf(sources);
        return (path, info) -> digest(info).flatMap(digest -> {
            Descriptor blob = Descriptor.of(new MediaType("application/octet-stream"), digest, info.length());
            for (Source source : asked) {
                try {
                    return Optional.of(source.blobBytes(blob, (int) Math.min(info.length(), Integer.MAX_VALUE)));
                } catch (NotFoundException notHere) {
                    // the next place may have it
                }
            }
            return Optional.empty();
        });
    }

    /** The same, and where that has nothing, the blobs of another place. */
    default TargetBytes orFrom(Optional<Source> other) {
        if (other.isEmpty()) {
            return this;
        }
        TargetBytes further = blobsOf(List.of(other.get()));
        return (path, info) -> find(path, info).or(() -> further.find(path, info));
    }

    private static Optional<Digest> digest(TargetInfo info) {
        return info.hashes().known().entrySet().stream()
                .findFirst()
                .flatMap(hash -> Digest.parse(hash.getKey().wireName() + ":" + hash.getValue()));
    }

    /**
     * The target, checked against length and every known hash that {@code info} lists.
     *
     * @param limit most bytes that are read
     * @throws RejectedException {@code LIMIT_EXCEEDED}, {@code UNKNOWN_HASH} or {@code HASH_MISMATCH}
     */
    default Optional<Bytes> verified(TargetPath path, TargetInfo info, int limit) {
        if (info.length() > limit) {
            throw new RejectedException(Reason.of(
                            ReasonCode.LIMIT_EXCEEDED,
                            "target " + path + " is listed with " + info.length() + " bytes, at most " + limit
                                    + " are read")
                    .with("target", path.value()));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        TargetSink sink = new TargetSink(content, path, info);
        Optional<Bytes> found = find(path, info);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            found.get().writeTo(sink);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        sink.finish();
        return found;
    }
}
