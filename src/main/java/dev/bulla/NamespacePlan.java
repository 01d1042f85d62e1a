package dev.bulla;

import dev.bulla.crypto.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a new namespace is to be (trust.md section 5.1).
 *
 * @param profile {@code mvp}, {@code mvp+intoto}, {@code namespace} or {@code max}
 * @param root who signs root
 * @param targets who signs targets; where these are the online keys, one key is enough for every release
 * @param online who signs snapshot and timestamp, one of them
 * @param releases who signs {@code targets/releases}, one of them
 * @param qa who signs {@code targets/qa}, one of them
 * @param lives how long roles live, by role name; others as the profile has it
 */
public record NamespacePlan(
        String profile,
        Holders root,
        Holders targets,
        List<PublicKey> online,
        List<PublicKey> releases,
        List<PublicKey> qa,
        Map<String, Duration> lives) {
    /** Copies the collections. */
    public NamespacePlan {
        online = List.copyOf(online);
        releases = List.copyOf(releases);
        qa = List.copyOf(qa);
        lives = Map.copyOf(lives);
    }

    /**
     * Keys and how many of them must sign.
     *
     * @param keys the keys
     * @param threshold from 1 to their number
     */
    public record Holders(List<PublicKey> keys, int threshold) {
        /** Copies the list. */
        public Holders {
            keys = List.copyOf(keys);
        }
    }
}
