package dev.bulla.resolve;

import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.policy.Terms;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.DelegatedRole;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is asked of a pinned root.
 *
 * @param asked the artifact
 * @param names the beginning of its names in the roles, up to the colon before the tag; the consumer's decision
 * @param name its name; empty when it was asked for by digest alone
 * @param authority whose word counts
 * @param artifacts the place of the artifact
 * @param trust the TUF repository; empty when only attached copies are asked
 * @param at the start time (TUF 5.1)
 * @param terms what the consumer asks beside the level
 */
public record PinnedQuestion(
        Reference asked,
        String names,
        Optional<String> name,
        Authority authority,
        Source artifacts,
        Optional<Source> trust,
        Instant at,
        Terms terms) {
    /** The same question at another time. */
    PinnedQuestion at(Instant time) {
        return new PinnedQuestion(asked, names, name, authority, artifacts, trust, time, terms);
    }

    /**
     * A pinned root and what the consumer decided beside it.
     *
     * @param memory opens the rollback memory, which holds the pinned root at least
     * @param origin the namespace that root and timestamp must be for; empty for a TUF repository that names none
     * @param start where the search begins instead of top-level targets, with the keys for it (TAP 13)
     * @param attached true when the capsules of the artifact are asked where the TUF repository has no head
     * @param bounds what is known of the time and of these roles from elsewhere
     */
    public record Authority(
            Supplier<RoleDirectory> memory,
            Optional<String> origin,
            Optional<DelegatedRole> start,
            boolean attached,
            Bounds bounds) {}
}
