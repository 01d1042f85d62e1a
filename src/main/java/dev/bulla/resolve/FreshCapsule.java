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
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TufLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

    private FreshCapsule(String name, TrustRepository repository, Complete roles, List<RoleLayer> files) {
        this.name = name;
        this.repository = repository;
        this.root = roles.root();
        this.timestamp = roles.timestamp().role().version();
        this.expires = roles.timestamp().role().expires();
        this.files = List.copyOf(files);
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
        return Optional.of(new FreshCapsule(
                proof.target().path().value(), new TrustRepository(shown(trust.place())), roles, files));
    }

    /** Every root of the chain that ends with the trusted one, so that it serves whoever pinned an older one too. */
    private static List<Signed<Root>> roots(Source trust, Signed<Root> newest) {
        List<Bytes> chain = HeadSource.at(trust).map(RootChain::newest).orElse(List.of());
        int last = chain.indexOf(newest.raw()); // roots that came after this run began are for the next one
        return last < 0
                ? List.of(newest)
                : chain.subList(0, last + 1).stream().map(RoleFormat.ROOT::read).toList();
    }

    /** A layout's path on this machine is nobody else's business. */
    private static Place shown(Place place) {
        Path last = place instanceof Place.LayoutPlace layout
                ? layout.path().toAbsolutePath().normalize().getFileName()
                : null;
        return last != null && place instanceof Place.LayoutPlace layout
                ? new Place.LayoutPlace(last, layout.tar())
                : place;
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
        Set<Digest> wanted = new HashSet<>();
        files.forEach(file -> wanted.add(file.blob().digest()));
        for (Attachment capsule : there.of(Kind.CAPSULE)) {
            if (RoleFiles.read(capsule.manifest()) instanceof Step.Done<RoleFiles> readable) {
                Set<Digest> listed = new HashSet<>();
                readable.value().files().values().forEach(file -> listed.add(file.digest()));
                if (listed.containsAll(wanted)) {
                    return Outcome.THERE;
                }
                capsules.add(HeadSource.ofCapsule(artifacts, readable.value()));
            }
        }
        return highest(capsules) > timestamp ? Outcome.NEWER_THERE : Outcome.ATTACHED;
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
