package dev.bulla.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How old the proof may be that nothing newer was published (trust.md section 10.2). Revocation reaches a consumer no sooner
 * than this allows.
 *
 * @param mode what proves it
 * @param maxAge how long ago at most; always there for {@code RECEIPT} and {@code CAPSULE}
 * @param keys who may sign receipts; none unless the mode is {@code RECEIPT}
 */
public record FreshnessRule(Mode mode, Optional<Duration> maxAge, List<ReceiptKey> keys) {
    /** Ten years: whoever means longer means no freshness at all. */
    public static final Duration MAX_AGE = Duration.ofDays(3650);

    /** Copies the list. */
    public FreshnessRule {
        keys = List.copyOf(keys);
    }

    /** What proves that roles are fresh. */
    public enum Mode {
        /** A timestamp that was fetched in this run and has not expired; where an age is given, signed no longer ago. */
        ONLINE("online"),
        /** A receipt by one of the keys: every expiry holds when it was made, and that is no longer ago. */
        RECEIPT("receipt"),
        /** What came with the artifact: timestamp and snapshot may have expired, by no more than the age. */
        CAPSULE("capsule");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** The word in a policy. */
        @Override
        public String toString() {
            return word;
        }
    }
}
