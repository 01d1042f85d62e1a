package dev.bulla.intoto;

import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;

/** What one verification may still spend; shared by a layout and all its sublayouts (intoto.md section 8). */
final class Budget {
    private final InTotoLimits limits;
    private long documents;
    private long bytes;
    private long comparisons;

    Budget(InTotoLimits limits) {
        this.limits = limits;
    }

    /** Takes one document of {@code length} bytes. */
    void document(int length) {
        documents++;
        bytes += length;
        if (documents > limits.maxDocuments()) {
            throw exceeded("more than " + limits.maxDocuments() + " documents");
        }
        if (bytes > limits.maxTotalBytes()) {
            throw exceeded("documents of more than " + limits.maxTotalBytes() + " bytes together");
        }
    }

    /** Takes {@code count} comparisons of a rule with a character or a name. */
    void compare(int count) {
        comparisons += count;
        if (comparisons > limits.maxComparisons()) {
            throw exceeded("artifact rules that need more than " + limits.maxComparisons() + " comparisons");
        }
    }

    private static RejectedException exceeded(String what) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, "the supply chain has " + what);
    }
}
