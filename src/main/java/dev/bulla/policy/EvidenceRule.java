package dev.bulla.policy;

import java.util.List;
import java.util.Optional;

/**
 * What must be known of how an artifact was made.
 *
 * @param steps names of steps with accepted evidence each
 * @param identity pattern that {@code custom.identity} of the vouching entry must match
 * @param sameCommit true when all evidence must be of one git commit
 */
public record EvidenceRule(List<String> steps, Optional<String> identity, boolean sameCommit) {
    /** Nothing beyond what the level needs. */
    public static final EvidenceRule NONE = new EvidenceRule(List.of(), Optional.empty(), false);

    /** Copies the list. */
    public EvidenceRule {
        steps = List.copyOf(steps);
    }
}
