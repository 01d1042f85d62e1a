package dev.bulla.policy;

import java.util.List;
import java.util.Optional;

/**
 * A TUF repository that a policy names. Its name is a word of the policy and nothing else: state on disk is kept under the
 * identity of the pinned root.
 *
 * @param name how rules refer to it
 * @param origin the namespace it speaks for, if the policy says
 * @param root the pinned root
 * @param sources where to read its role files, in this order
 * @param start the role that the consumer pins, if any (TAP 13)
 * @param freshness how old its roles may be, where a rule does not say otherwise
 * @param witnesses who must have signed its timestamp as well, if anybody
 */
public record TufRepository(
        String name,
        Optional<String> origin,
        RootPin root,
        List<TrustSource> sources,
        Optional<StartRole> start,
        Optional<FreshnessRule> freshness,
        Optional<WitnessRule> witnesses) {
    /** Copies the list. */
    public TufRepository {
        sources = List.copyOf(sources);
    }
}
