package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.NotFoundException;
import java.nio.file.Path;
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
     * By whom the artifact is judged before it is copied, and after.
     *
     * @param trust the roots that are pinned, or the policy
     * @param as the name under which it was signed, where the pin of its place does not say so
     * @param at the start time
     */
    public record Judge(Trust trust, Optional<String> as, Instant at) {}

    /**
     * What a copy did, or would do.
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
     * @param capsules what became of the role files that the copy takes along, one for each TUF repository that vouched
     * @param superseded capsules that were deleted at the destination, because newer ones say all that they said
     * @param source the verdict at the source; empty when nobody judged
     * @param arrival the verdict at the destination; empty when nobody judged, when anything was left behind, or when
     *     nothing was written
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
            Optional<Bytes> relocationMap,
            List<Refreshed> capsules,
            int superseded,
            Optional<Verdict> source,
            Optional<Arrival> arrival) {
        /** Copies the lists. */
        public Copied {
            leftBehind = List.copyOf(leftBehind);
            warnings = List.copyOf(warnings);
            capsules = List.copyOf(capsules);
        }
    }

    /**
     * Role files for the copy, from the TUF repository as it is now.
     *
     * @param repository where they come from
     * @param timestamp version of the timestamp
     * @param expires when it expires
     * @param state what became of them
     */
    public record Refreshed(String repository, long timestamp, Instant expires, State state) {
        /** What became of them. */
        public enum State {
            /** They are attached to the copy. */
            ATTACHED,
            /** What came along says the same. */
            CURRENT,
            /** What came along is newer than what the TUF repository shows, and counts. */
            NEWER_THERE
        }
    }

    /**
     * How the copy verifies where it is now.
     *
     * @param verdict the verdict there, at least of the level that it has at the source
     * @param how by what
     * @param name the name under which it was signed
     */
    public record Arrival(Verdict verdict, How how, String name) {
        /** By what a copy was verified. */
        public enum How {
            /** The destination's own pin or rule, which names it as it was signed: as its consumers will. */
            RULE,
            /** What is attached to it alone, under the name it has at the source. */
            ATTACHED,
            /** The TUF repository, under the name it has at the source; the policy takes nothing attached in its place. */
            REPOSITORY
        }
    }

    /**
     * Copies {@code from} to {@code to}; nobody judges. Both tags are resolved once. Running it again continues where it
     * stopped.
     *
     * @throws NotFoundException when the source does not have the artifact
     */
    public Copied copy(Reference from, Reference to) {
        return new Relocation(places, jobs, progress, Optional.empty(), from, to).copy();
    }

    /**
     * As {@link #copy(Reference, Reference)} after judging the source; what is copied is the digest that was verified, with
     * fresh role files, and it is verified again where it arrived. What a policy allows to be unsigned is copied too; what
     * it only warns about is not.
     *
     * @throws dev.bulla.outcome.RejectedException when the source is not trusted; nothing is written
     */
    public Copied copy(Reference from, Reference to, Judge judge) {
        return new Relocation(places, jobs, progress, Optional.of(judge), from, to).copy();
    }

    /**
     * What {@link #copy(Reference, Reference, Judge)} would do; nothing is written.
     *
     * @param judge empty when nobody judges
     * @throws dev.bulla.outcome.RejectedException when the source is not trusted
     */
    public Copied plan(Reference from, Reference to, Optional<Judge> judge) {
        return new Relocation(places, jobs, progress, judge, from, to).plan();
    }

    /**
     * Attaches the roles as they are now to an artifact where it is, if a capsule is attached to it already: after its roles
     * have changed, for those who read it where the TUF repository cannot be reached.
     *
     * @return what became of them, one for each TUF repository that vouched; none when there was no capsule
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.RejectedException when it is not trusted; nothing is written
     */
    public List<Refreshed> renew(Reference artifact, Judge judge) {
        return new Relocation(places, jobs, progress, Optional.of(judge), artifact, artifact).renew();
    }

    /**
     * What a capsule file holds, or what there is where it was brought.
     *
     * @param artifact whose attachments they are
     * @param attachments how many are attached to it there
     */
    public record Carried(Digest artifact, int attachments) {}

    /**
     * Writes what is attached to {@code from}, and the roles as they are now, as a capsule file.
     *
     * @param file the file, which must not exist
     * @param thick where the bundle itself is written as a thick bundle, if at all
     * @throws dev.bulla.outcome.RejectedException when the source is not trusted; nothing is written
     */
    public Carried capsule(Reference from, Judge judge, Path file, Optional<Path> thick) {
        return new CapsuleFile(places, file).write(judge, from, thick);
    }

    /**
     * Attaches what a capsule file holds to an artifact that is at {@code to} already, if the artifact is trusted with it.
     *
     * @param to the artifact by its digest, with its tag if it has one
     * @param judge by whom, under which name, at what time
     * @throws NotFoundException when the artifact is not there, or the file holds nothing for it
     * @throws dev.bulla.outcome.RejectedException when it is not trusted with it; nothing is attached
     */
    public Carried bring(Path file, Reference to, Judge judge) {
        return new CapsuleFile(places, file)
                .bring(
                        to.place(),
                        to.digest().orElseThrow(),
                        to.tag(),
                        judge.trust(),
                        judge.as().orElseGet(to::toString),
                        judge.at());
    }
}
