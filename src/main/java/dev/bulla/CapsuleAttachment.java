package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.RoleLayer;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Store;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.Step;
import dev.bulla.publish.ConsumerCheck;
import dev.bulla.publish.Standing;
import dev.bulla.resolve.CapsulePruning;
import dev.bulla.resolve.FreshCapsule;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attaches to an artifact what a consumer needs to verify it anywhere (oci-graph section 3.5). */
final class CapsuleAttachment {
    private final OpenNamespace open;
    private final Standing standing;
    private final Instant now;
    private final List<String> notes;

    CapsuleAttachment(OpenNamespace open, Standing standing, Instant now, List<String> notes) {
        this.open = open;
        this.standing = standing;
        this.now = now;
        this.notes = notes;
    }

    /** The capsule; none for a name that consumers do not find, which is said. */
    Optional<Digest> attach(Store artifacts, ReleasedArtifact artifact) {
        Step<ConsumerCheck.Answer> answer = ConsumerCheck.of(
                        standing.files(), open.store(), Optional.empty(), open.root(), now)
                .find(artifact.target().path());
        return switch (answer) {
            case Step.Done<ConsumerCheck.Answer> done -> Optional.of(attached(artifacts, artifact, done.value()));
            case Step.Refused<ConsumerCheck.Answer> refused -> {
                notes.add(artifact.target().path() + ": consumers refuse it: "
                        + refused.reason().message());
                yield Optional.empty();
            }
        };
    }

    private Digest attached(Store artifacts, ReleasedArtifact artifact, ConsumerCheck.Answer answer) {
        List<RoleLayer> files = new ArrayList<>();
        files.add(RoleLayer.of(RoleName.TIMESTAMP, standing.timestamp())); // no file name says its version
        for (RoleLayer layer : standing.files().layers()) {
            if (layer.role().isTopLevel() && !layer.role().equals(RoleName.TIMESTAMP)) {
                files.add(whole(layer));
            }
        }
        answer.asked().forEach(role -> standing.layer(role).map(this::whole).ifPresent(files::add));
        String name = artifact.target().path().value();
        TrustRepository repository = FreshCapsule.shown(open.store().place());
        AttachmentWriter writer = new AttachmentWriter(artifacts);
        Digest capsule = writer.attach(Capsule.builder(artifact.artifact(), name, repository, files))
                .digest();
        writer.writeCarrier(artifact.artifact().digest(), artifact.reference().tag());
        new CapsulePruning(
                        artifacts,
                        artifact.artifact().digest(),
                        artifact.reference().tag())
                .supersededBy(new FreshCapsule(name, repository, files))
                .warning()
                .ifPresent(notes::add);
        return capsule;
    }

    /** Blobs of the TUF repository are not there in that of the artifact. */
    private RoleLayer whole(RoleLayer layer) {
        return layer.content().isPresent()
                ? layer
                : RoleLayer.of(
                        layer.role(), layer.version(), open.store().blobBytes(layer.blob(), TufLimits.LISTED_BYTES));
    }
}
