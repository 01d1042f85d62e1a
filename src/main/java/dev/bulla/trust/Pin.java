package dev.bulla.trust;

import dev.bulla.bytes.Hex;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Tag;
import dev.bulla.oci.TrustRepository;
import java.util.Optional;

/**
 * A consumer's decision: which root speaks for the artifacts of a namespace, and under which names they were signed
 * (trust.md sections 2 and 3). Names come from here and never from what is attached to an artifact.
 *
 * @param namespace the place whose artifacts it covers
 * @param root the identity of the root of trust and of its rollback memory: sha256 of the pinned root, lower-case hex
 * @param version version of the pinned root
 * @param origin the namespace for which the roles are signed ({@code x-origin})
 * @param names what the names of this place's artifacts begin with at the origin; the same as {@code origin} except for an
 *     image layout that holds one repository of it
 * @param repository the TUF repository, if it is not where it is by default
 * @param terms what is asked and tolerated beside the roles
 */
public record Pin(
        Namespace namespace,
        String root,
        long version,
        String origin,
        String names,
        Optional<TrustRepository> repository,
        PinTerms terms) {
    private static final int SHA256_DIGITS = 64;

    /** Refuses an identity that is no sha256. */
    public Pin {
        if (!Hex.isLower(root, SHA256_DIGITS)) {
            throw new IllegalArgumentException("root identity is not a sha256");
        }
    }

    /** True when the artifacts of the namespace were signed as those of another place. */
    public boolean relocated() {
        return !names.equals(namespace.name());
    }

    /** The TUF repository that is asked. */
    public TrustRepository trustRepository() {
        return repository.orElseGet(namespace::trustRepository);
    }

    /** The name (target path) under which an artifact of the namespace was signed; empty for one of another place. */
    public Optional<String> targetName(Place artifact, Tag tag) {
        return namespace.targetName(names, artifact, tag);
    }
}
