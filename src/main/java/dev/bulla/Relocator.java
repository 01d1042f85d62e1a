package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Carrier;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.RelocationMap;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.relocate.CopyReport;
import dev.bulla.relocate.GraphCopy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Copies artifacts with everything attached to them between any two places; nothing is rewritten. */
public final class Relocator {
    private final Places places;
    private final int jobs;
    private final Progress progress;

    /**
     * A relocator over {@code places}.
     *
     * @param jobs how many objects are moved at a time
     */
    public Relocator(Places places, int jobs, Progress progress) {
        this.places = places;
        this.jobs = jobs;
        this.progress = progress;
    }

    /** A relocator that moves {@value Connection#DEFAULT_JOBS} objects at a time and reports no progress. */
    public static Relocator of(Places places) {
        return new Relocator(places, Connection.DEFAULT_JOBS, Progress.NONE);
    }

    /**
     * What a copy did.
     *
     * @param digest the artifact, at both ends
     * @param manifests manifests of its tree
     * @param blobs blobs of the whole graph
     * @param blobsMoved blobs that were transferred; the others were there already or were mounted
     * @param blobsMounted blobs that the registry took from another of its repositories
     * @param bytesMoved bytes that were transferred
     * @param attachments attachments at every depth
     * @param leftBehind attachments that could not be carried, a line each; with any of them the copy has failed
     * @param warnings findings that stop nothing
     * @param relocationMap the relocation map of a bundle at its new place (CNAB 103), in RFC 8785 form
     */
    public record Copied(
            Digest digest,
            int manifests,
            int blobs,
            int blobsMoved,
            int blobsMounted,
            long bytesMoved,
            int attachments,
            List<String> leftBehind,
            List<String> warnings,
            Optional<Bytes> relocationMap) {
        /** Copies the lists. */
        public Copied {
            leftBehind = List.copyOf(leftBehind);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Copies {@code from} to {@code to}. Both tags are resolved once. Running it again continues where it stopped.
     *
     * @throws NotFoundException when the source does not have the artifact
     */
    public Copied copy(Reference from, Reference to) {
        try (Source source = places.reading(from.place())) {
            return copy(source, from, from, to);
        }
    }

    /**
     * As {@link #copy(Reference, Reference)} after judging the source by the roots that are pinned; what is copied is the
     * digest that was verified. What a policy allows to be unsigned is copied too; what it only warns about is not.
     *
     * @throws dev.bulla.outcome.RejectedException when it is not trusted; nothing is written
     */
    public Copied copy(Reference from, Reference to, Trust trust, Instant at) {
        try (Source source = places.reading(from.place())) {
            Verdict verdict =
                    new Verifier(places, false, Progress.NONE).verify(source, from, trust, Optional.empty(), at);
            Reference judged = verdict instanceof Verdict.Allowed allowed && allowed.mayBeUnsigned()
                    ? allowed.deploy()
                    : verdict.orThrow().deploy();
            return copy(source, from, judged, to);
        }
    }

    private Copied copy(Source source, Reference from, Reference resolved, Reference to) {
        try (Store target = places.writing(to.place())) {
            Manifest artifact = source.manifest(resolved)
                    .orElseThrow(() -> new NotFoundException(from + " does not exist (source)"));
            List<Tag> carriers = from.tag().flatMap(Carrier::tagFor).stream().toList();
            Optional<Tag> tag = targetTag(from, to);
            GraphCopy copy = new GraphCopy(source, target, jobs, progress);
            CopyReport report = copy.copy(artifact, carriers, tag, () -> carrier(target, artifact, tag));
            return copied(report, relocationMap(source, artifact, to));
        }
    }

    /** A destination without tag and digest keeps the tag of the source. */
    private static Optional<Tag> targetTag(Reference from, Reference to) {
        return to.tag().or(() -> to.digest().isPresent() ? Optional.empty() : from.tag());
    }

    private static void carrier(Store target, Manifest artifact, Optional<Tag> tag) {
        if (!Attachments.of(target, artifact.digest(), tag).found().isEmpty()) {
            new AttachmentWriter(target).writeCarrier(artifact.digest(), tag);
        }
    }

    private static Optional<Bytes> relocationMap(Source source, Manifest artifact, Reference to) {
        if (artifact instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            StoredBundle stored = StoredBundle.fetch(source, index).orThrow();
            Bundle bundle = Bundle.parse(stored.bundle()).orThrow();
            return Optional.of(
                    RelocationMap.derive(bundle, to.place()).orThrow().toBytes());
        }
        return Optional.empty();
    }

    private static Copied copied(CopyReport report, Optional<Bytes> relocationMap) {
        return new Copied(
                report.root().digest(),
                report.manifests(),
                report.blobs(),
                report.blobsMoved(),
                report.blobsMounted(),
                report.bytesMoved(),
                report.attachments(),
                report.leftBehind(),
                report.warnings(),
                relocationMap);
    }
}
