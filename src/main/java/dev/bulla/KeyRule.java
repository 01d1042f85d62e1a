package dev.bulla;

import dev.bulla.crypto.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Trust by keys in hand: so many of these keys must have signed (trust.md section 9).
 *
 * @param keys the keys; one key under two names counts once
 * @param threshold how many distinct keys must have signed, at least 1 and at most the number of keys
 * @param name the name under which the artifact was signed, if it differs from the one asked for; a tag record for it is
 *     then required
 */
public record KeyRule(List<PublicKey> keys, int threshold, Optional<String> name) {
    /** Copies the list; refuses a threshold that nobody or everybody would meet. */
    public KeyRule {
        keys = List.copyOf(keys);
        long distinct = keys.stream().map(PublicKey::material).distinct().count();
        if (threshold < 1 || threshold > distinct) {
            throw new IllegalArgumentException("threshold " + threshold + " with " + distinct + " distinct keys; 1 to "
                    + distinct + " is possible");
        }
    }

    /** All of {@code keys}, under the name asked for. */
    public static KeyRule allOf(List<PublicKey> keys) {
        return new KeyRule(
                keys, (int) keys.stream().map(PublicKey::material).distinct().count(), Optional.empty());
    }
}
