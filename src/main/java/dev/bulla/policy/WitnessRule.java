package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import java.util.List;

/**
 * The witnesses of a TUF repository (trust.md section 10.4): so many of them must have signed the timestamp as well.
 *
 * @param keys the witnesses' keys
 * @param threshold how many distinct ones must have signed
 */
public record WitnessRule(List<PublicKey> keys, int threshold) {
    /** Copies the list. */
    public WitnessRule {
        keys = List.copyOf(keys);
    }
}
