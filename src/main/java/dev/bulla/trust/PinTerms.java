package dev.bulla.trust;

import dev.bulla.crypto.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a consumer without a policy decided about the freshness of a pinned namespace (trust.md section 10).
 *
 * @param receiptKeys who may sign receipts
 * @param maxAge how old a receipt may be; there exactly where there are keys
 * @param witnesses who signs timestamps as well
 * @param threshold how many distinct witnesses must have signed; 0 where there are none
 */
public record PinTerms(
        List<PublicKey> receiptKeys, Optional<Duration> maxAge, List<PublicKey> witnesses, int threshold) {
    /** Roles must not have expired, and nobody but their keys has to sign. */
    public static final PinTerms NONE = new PinTerms(List.of(), Optional.empty(), List.of(), 0);

    /** Copies the lists; refuses receipts without an age, and a threshold that nobody or everybody meets. */
    public PinTerms {
        receiptKeys = List.copyOf(receiptKeys);
        witnesses = List.copyOf(witnesses);
        if (receiptKeys.isEmpty() != maxAge.isEmpty()) {
            throw new IllegalArgumentException("receipt keys and a greatest age of receipts come together");
        }
        if (witnesses.isEmpty() ? threshold != 0 : threshold < 1 || threshold > witnesses.size()) {
            throw new IllegalArgumentException("the threshold of witnesses is not between 1 and their number");
        }
    }
}
