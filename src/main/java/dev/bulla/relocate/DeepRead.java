package dev.bulla.relocate;

import dev.bulla.oci.CountingStream;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fetches everything below an artifact and hashes it; nothing is kept. */
public final class DeepRead {
    /** Blobs read side by side; more would only compete for the same wire. */
    private static final int WIDTH = 4;

    private final Source source;
    private final Progress progress;
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();

    /** Reads from {@code source}. */
    public DeepRead(Source source, Progress progress) {
        this.source = source;
        this.progress = progress;
    }

    /**
     * Reads the whole tree of {@code root}.
     *
     * @return bytes of all blobs
     * @throws RejectedException {@code HASH_MISMATCH}, {@code INCOMPLETE} or {@code LIMIT_EXCEEDED}
     */
    public long readAll(Manifest root) {
        collect(root, 0);
        long bytes = blobs.values().stream().mapToLong(Descriptor::size).sum();
        progress.onStarted(blobs.size(), bytes);
        new Parallel(WIDTH).each(blobs.values(), this::read);
        return bytes;
    }

    private void collect(Manifest manifest, int depth) {
        if (depth > GraphLimits.MAX_DEPTH || blobs.size() + manifests.size() > GraphLimits.MAX_DESCRIPTORS) {
            throw new RejectedException(Reason.of(
                    ReasonCode.LIMIT_EXCEEDED,
                    "the tree is deeper than " + GraphLimits.MAX_DEPTH + " or has more than "
                            + GraphLimits.MAX_DESCRIPTORS + " descriptors"));
        }
        for (Descriptor below : manifest.successors()) {
            if (!below.mediaType().isManifest()) {
                blobs.putIfAbsent(below.digest(), below);
            } else if (manifests.putIfAbsent(below.digest(), below) == null) {
                collect(child(below), depth + 1);
            }
        }
    }

    private Manifest child(Descriptor wanted) {
        return source.manifest(wanted.digest())
                .orElseThrow(() -> new RejectedException(Reason.of(
                        ReasonCode.INCOMPLETE, "manifest " + wanted.digest() + " is absent from " + source.place())));
    }

    private void read(Descriptor blob) {
        if (!blob.urls().isEmpty() && !source.hasBlob(blob)) {
            progress.onSkipped(blob);
            return;
        }
        try (InputStream in = new CountingStream(source.blob(blob), progress)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UnreachableException(
                    "reading blob " + blob.digest() + " from " + source.place() + " failed: " + e.getMessage(), e);
        }
        progress.onDone(blob);
    }
}
