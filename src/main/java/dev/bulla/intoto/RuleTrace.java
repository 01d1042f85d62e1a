package dev.bulla.intoto;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each rule of one list did to the queue of artifact names: the answer to "which rule let this artifact through".
 *
 * @param item the step or inspection, with the way through sublayouts before it
 * @param kind which artifacts
 * @param queue the names before the first rule
 * @param applied the rules that were applied, in order; the last may have failed
 */
public record RuleTrace(String item, ArtifactKind kind, List<String> queue, List<Applied> applied) {
    /** Copies the lists. */
    public RuleTrace {
        queue = List.copyOf(queue);
        applied = List.copyOf(applied);
    }

    /**
     * One rule at work.
     *
     * @param index its place in the list, from 0
     * @param rule the rule
     * @param consumed the names it took from the queue
     * @param offenders why it failed: names that a DISALLOW met or a REQUIRE missed; empty when it did not
     */
    public record Applied(int index, Rule rule, List<String> consumed, List<String> offenders) {
        /** Copies the lists. */
        public Applied {
            consumed = List.copyOf(consumed);
            offenders = List.copyOf(offenders);
        }

        /** True when the rule refused. */
        public boolean failed() {
            return !offenders.isEmpty();
        }
    }

    /** The names left after rule {@code index}; before the first rule for -1. */
    public Set<String> queueAfter(int index) {
        Set<String> left = new LinkedHashSet<>(queue);
        for (Applied each : applied) {
            if (each.index() <= index) {
                each.consumed().forEach(left::remove);
            }
        }
        return left;
    }

    /** The rule that refused, if one did. */
    public Optional<Applied> failure() {
        return applied.stream().filter(Applied::failed).findFirst();
    }
}
