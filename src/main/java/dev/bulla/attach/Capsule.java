package dev.bulla.attach;

import dev.bulla.json.JsonException;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.TrustRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Writes trust capsules (CAP, oci-graph section 3.5): the TUF chain for one artifact, attached to it, so that it travels
 * along. Reading is {@link RoleFiles}.
 */
public final class Capsule {
    private Capsule() {}

    /**
     * The capsule of {@code subject} with the role files that a verifier of it needs: all roots, timestamp, snapshot,
     * targets, and every delegated role that the search visits up to the answer; in any order.
     *
     * @param targetPath the name of the artifact in the roles; a hint
     * @param repository the TUF repository that the files come from; a hint
     */
    public static ArtifactBuilder builder(
            Descriptor subject, String targetPath, TrustRepository repository, Collection<RoleLayer> files) {
        return HeadManifest.withRoles(new ArtifactBuilder(Kind.CAPSULE.artifactType()), files)
                .subject(subject)
                .annotation(Annotations.ORIGIN, targetPath)
                .annotation(Annotations.TUF_REPOSITORY, repository.toString());
    }

    /**
     * True when {@code capsule} is, byte for byte, what {@link #builder} makes for this artifact of this repository: then it
     * says nothing beside its role files, and whoever has newer ones may delete it.
     */
    public static boolean isWritten(RoleFiles capsule, String targetPath, TrustRepository repository) {
        ImageManifest manifest = capsule.manifest();
        Optional<Descriptor> subject = manifest.subject();
        String timestamp = manifest.annotations().getOrDefault(Annotations.TUF_TIMESTAMP, "");
        if (subject.isEmpty() || !timestamp.matches("[0-9]{1,10}")) { // versions are below 2^31
            return false;
        }
        List<RoleLayer> layers = new ArrayList<>();
        capsule.files().forEach((name, blob) -> {
            long version = name.version().orElse(Long.parseLong(timestamp));
            layers.add(new RoleLayer(name.role(), version, blob.plain(), blob.data()));
        });
        try {
            ArtifactBuilder again = builder(subject.get(), targetPath, repository, layers);
            return manifest.raw().equals(again.build().raw())
                    || manifest.raw().equals(again.buildLegacy().raw());
        } catch (IllegalArgumentException | JsonException e) {
            return false; // a role twice, or words that nothing here would write
        }
    }
}
