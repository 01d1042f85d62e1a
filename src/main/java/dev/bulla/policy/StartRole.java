package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import java.util.List;

/**
 * The publisher's role that a consumer pins (TAP 13): searches begin there, and these keys sign it, whatever root says.
 * Name and keys belong together: a name alone would leave the keys to the repository, keys alone would fit any role.
 *
 * @param role the role's name, none of root, timestamp and snapshot
 * @param keys who signs it
 * @param threshold how many distinct keys must have signed
 */
public record StartRole(String role, List<PublicKey> keys, int threshold) {
    /** Copies the list. */
    public StartRole {
        keys = List.copyOf(keys);
    }
}
