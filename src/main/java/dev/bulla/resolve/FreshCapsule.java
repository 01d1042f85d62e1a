package dev.bulla.resolve;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TufLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The capsule that a copy of an artifact gets (oci-graph section 3.5, trust.md section 13): the role files by which the
 * artifact was just verified, as its TUF repository has them now. Only files that were verified go into it; what is
 * attached already and newer is not contradicted.
 */
public final class FreshCapsule {
    private final String name;
    private final TrustRepository repository;
    private final Signed<Root> root;
    private final long timestamp;
    private final Instant expires;
    private final List<RoleLayer> files;

    /**
     * The capsule with these files.
     *
     * @param name the name of the artifact in the roles
     * @param repository the TUF repository that the files come from
     * @param files what a verifier needs: verified, and in memory
     */
    public FreshCapsule(String name, TrustRepository repository, List<RoleLayer> files) {
        this.name = name;
        this.repository = repository;
        this.files = List.copyOf(files);
        this.root = RoleFormat.ROOT.read(content(RoleName.ROOT));
        Timestamp signed =
                RoleFormat.TIMESTAMP.read(content(RoleName.TIMESTAMP)).role();
        this.timestamp = signed.version();
        this.expires = signed.expires();
    }

    /** The newest file of a role. */
    private Bytes content(RoleName role) {
        return files.stream()
                .filter(file -> file.role().equals(role))
                .max(Comparator.comparingLong(RoleLayer::version))
                .flatMap(RoleLayer::content)
                .orElseThrow(() -> new IllegalArgumentException("a capsule without " + role));
    }

    /** What became of a capsule. */
    public enum Outcome {
        /** It is attached now. */
        ATTACHED,
        /** What is attached already says the same. */
        THERE,
        /** What is attached already is newer than what the TUF repository shows: nothing was attached. */
        NEWER_THERE
    }

    /**
     * The capsule for what {@code proof} proved; empty when the proof itself came from what is attached, since then nothing
     * fresher is known.
     *
     * @param question what was asked; its TUF repository is open still
     */
    public static Optional<FreshCapsule> of(PinnedQuestion question, Proof proof) {
        if (proof.attached() || question.trust().isEmpty()) {
            return Optional.empty();
        }
        Source trust = question.trust().get();
        Complete roles = proof.roles().roles();
        List<RoleLayer> files = new ArrayList<>();
        for (Signed<Root> file : roots(trust, roles.root())) {
            files.add(RoleLayer.of(RoleName.ROOT, file));
        }
        files.add(RoleLayer.of(RoleName.TIMESTAMP, roles.timestamp()));
        files.add(RoleLayer.of(RoleName.SNAPSHOT, roles.snapshot()));
        files.add(RoleLayer.of(roles.start().name(), roles.targets()));
        proof.roles().visitedRoles().forEach((role, file) -> {
            if (!role.equals(roles.start().name())) {
                files.add(RoleLayer.of(role, file));
            }
        });
        return Optional.of(new FreshCapsule(proof.target().path().value(), shown(trust.place()), files));
    }

    /** Every root of the chain that ends with the trusted one, so that it serves whoever pinned an older one too. */
    private static List<Signed<Root>> roots(Source trust, Signed<Root> newest) {
        List<Bytes> chain = HeadSource.at(trust).map(RootChain::newest).orElse(List.of());
        int last = chain.indexOf(newest.raw()); // roots that came after this run began are for the next one
        return last < 0
                ? List.of(newest)
                : chain.subList(0, last + 1).stream().map(RoleFormat.ROOT::read).toList();
    }

    /** The name of a TUF repository in a capsule: a layout's path on this machine is nobody else's business. */
    public static TrustRepository shown(Place place) {
        Path last = place instanceof Place.LayoutPlace layout
                ? layout.path().toAbsolutePath().normalize().getFileName()
                : null;
        return new TrustRepository(
                last != null && place instanceof Place.LayoutPlace layout
                        ? new Place.LayoutPlace(last, layout.tar())
                        : place);
    }

    /** The TUF repository that the files come from. */
    public TrustRepository repository() {
        return repository;
    }

    /** Version of the timestamp. */
    public long timestamp() {
        return timestamp;
    }

    /** When the timestamp expires. */
    public Instant expires() {
        return expires;
    }

    /** What {@link #attachTo} would do, by what {@code there} lists. */
    public Outcome against(Source artifacts, Attachments there) {
        List<HeadSource> capsules = new ArrayList<>();
        for (RoleFiles capsule : readable(there)) {
            if (hasAll(capsule)) {
                return Outcome.THERE;
            }
            capsules.add(HeadSource.ofCapsule(artifacts, capsule));
        }
        return highest(capsules) > timestamp ? Outcome.NEWER_THERE : Outcome.ATTACHED;
    }

    private static List<RoleFiles> readable(Attachments there) {
        List<RoleFiles> capsules = new ArrayList<>();
        for (Attachment capsule : there.of(Kind.CAPSULE)) {
            if (RoleFiles.read(capsule.manifest()) instanceof Step.Done<RoleFiles> readable) {
                capsules.add(readable.value());
            }
        }
        return capsules;
    }

    private boolean hasAll(RoleFiles capsule) {
        Set<Digest> listed = new HashSet<>();
        capsule.files().values().forEach(file -> listed.add(file.digest()));
        return files.stream().allMatch(file -> listed.contains(file.blob().digest()));
    }

    /** True when a capsule of {@code there} lists all its files and {@code artifacts} gives them out, byte for byte. */
    boolean isWholeAt(Source artifacts, Attachments there) {
        for (RoleFiles capsule : readable(there)) {
            if (hasAll(capsule)) {
                try {
                    capsule.files().values().forEach(file -> artifacts.blobBytes(file, TufLimits.LISTED_BYTES));
                    return true;
                } catch (NotFoundException | RejectedException e) {
                    return false;
                }
            }
        }
        return false;
    }

    /** What this makes superfluous. */
    SupersededCapsules superseding() {
        return new SupersededCapsules(name, repository, files);
    }

    /** True when {@code attachment}, which is attached to the artifact at {@code place}, is a capsule that this supersedes. */
    public boolean supersedes(Source place, Manifest attachment) {
        return superseding().superseded(place, attachment).isPresent();
    }

    /** Version of the highest timestamp that verifies under the trusted root; 0 when none does. */
    private long highest(List<HeadSource> capsules) {
        if (capsules.isEmpty()) {
            return 0;
        }
        try {
            Bytes attached = new AttachedRoles(capsules, root.raw(), note -> {}).timestamp(TufLimits.TIMESTAMP_BYTES);
            return RoleFormat.TIMESTAMP.read(attached).role().version();
        } catch (RejectedException e) {
            return 0; // none verifies, or two contradict each other: the fresh one is needed all the more
        }
    }

    /**
     * Attaches it to {@code artifact}, unless what is attached says as much.
     *
     * @param there what is attached to it at {@code artifacts}
     */
    public Outcome attachTo(Store artifacts, Descriptor artifact, Attachments there) {
        Outcome outcome = against(artifacts, there);
        if (outcome == Outcome.ATTACHED) {
            new AttachmentWriter(artifacts).attach(Capsule.builder(artifact, name, repository, files));
        }
        return outcome;
    }
}
