package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.TrustRepository;
import java.util.Collection;

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
}
