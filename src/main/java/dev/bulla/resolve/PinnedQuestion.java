package dev.bulla.resolve;

import dev.bulla.oci.Place;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.policy.Terms;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.DelegatedRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
 * @param manner how the answer is looked for
 */
public record PinnedQuestion(
        Reference asked,
        String names,
        Optional<String> name,
        Authority authority,
        Source artifacts,
        Optional<Source> trust,
        Instant at,
        Terms terms,
        Manner manner) {
    /** Looked for in the usual manner. */
    public PinnedQuestion(
            Reference asked,
            String names,
            Optional<String> name,
            Authority authority,
            Source artifacts,
            Optional<Source> trust,
            Instant at,
            Terms terms) {
        this(asked, names, name, authority, artifacts, trust, at, terms, Manner.STANDARD);
    }

    /** The same question at another time. */
    PinnedQuestion at(Instant time) {
        return new PinnedQuestion(asked, names, name, authority, artifacts, trust, time, terms, manner);
    }

    /** The same with places that can be asked ahead. */
    PinnedQuestion readingAhead(ReadAhead ahead, UnaryOperator<Source> repositories) {
        return new PinnedQuestion(
                asked,
                names,
                name,
                authority,
                ahead,
                trust.map(repositories),
                at,
                terms,
                new Manner(
                        manner.further().stream().map(repositories).toList(),
                        manner.copied(),
                        manner.resolving(),
                        manner.nearby()));
    }

    /** True when the roles decide which artifact is meant; a digest says that itself. */
    boolean resolvesTag() {
        return manner.resolving() && name.isPresent() && asked.digest().isEmpty();
    }

    /** All TUF repositories that are asked. */
    List<Source> repositories() {
        List<Source> all = new ArrayList<>();
        trust.ifPresent(all::add);
        all.addAll(manner.further());
        return all;
    }

    /**
     * How an answer is looked for.
     *
     * @param further TUF repositories that are asked beside the first
     * @param copied true where the artifact probably was copied from elsewhere, so that its carrier is asked for at once
     * @param resolving true when the artifact that the roles list is wanted, whatever the tag names
     * @param nearby opens other repositories of the registry that is asked: what images were made with lies beside them
     */
    public record Manner(
            List<Source> further, boolean copied, boolean resolving, Function<Place, Optional<Source>> nearby) {
        /** One repository, an artifact at its origin, the one that the tag names. */
        public static final Manner STANDARD = new Manner(List.of(), false, false, place -> Optional.empty());

        /** Copies the list. */
        public Manner {
            further = List.copyOf(further);
        }
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
