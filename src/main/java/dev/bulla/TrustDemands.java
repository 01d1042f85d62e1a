package dev.bulla;

import dev.bulla.crypto.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is asked and tolerated beside the roles of a pinned namespace (trust.md section 10).
 *
 * @param receiptKeys whose freshness receipts count where something has expired
 * @param maxAge how old a receipt may be: a revocation takes as long to arrive; there exactly where there are keys
 * @param witnesses who signs timestamps as well
 * @param witnessThreshold how many of them must have; 0 where there are none
 */
public record TrustDemands(
        List<PublicKey> receiptKeys, Optional<Duration> maxAge, List<PublicKey> witnesses, int witnessThreshold) {
    /** Roles must not have expired, and nobody but their keys has to sign. */
    public static final TrustDemands NONE = new TrustDemands(List.of(), Optional.empty(), List.of(), 0);

    /** Copies the lists. */
    public TrustDemands {
        receiptKeys = List.copyOf(receiptKeys);
        witnesses = List.copyOf(witnesses);
    }
}
