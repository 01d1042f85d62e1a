package dev.bulla.policy;

import java.util.Set;

/**
 * Which signature schemes count.
 *
 * @param allow schemes of role signatures as TUF spells them; a signature by another scheme does not count
 * @param minDistinct of how many schemes every role must have a signature
 */
public record AlgorithmRule(Set<String> allow, int minDistinct) {
    /** Copies the set. */
    public AlgorithmRule {
        allow = Set.copyOf(allow);
    }
}
