package dev.bulla.policy;

import java.util.List;

/** Where a channel may lead (trust.md section 4.1). */
public sealed interface RedirectRule {
    /** To names of the channel's own namespace. */
    record SameNamespace() implements RedirectRule {}

    /** Nowhere: channels are not followed. */
    record None() implements RedirectRule {}

    /** To names that match one of these. */
    record Matching(List<NamePattern> patterns) implements RedirectRule {
        /** Copies the list. */
        public Matching {
            patterns = List.copyOf(patterns);
        }

        /** True when one of them matches {@code name}. */
        public boolean covers(String name) {
            return patterns.stream().anyMatch(pattern -> pattern.match(name).isPresent());
        }
    }
}
