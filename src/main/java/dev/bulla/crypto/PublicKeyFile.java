package dev.bulla.crypto;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A public key as read from a file.
 *
 * @param key the key
 * @param ids the ids under which documents may refer to it: first the one that Bulla computes, then what the file says
 */
public record PublicKeyFile(PublicKey key, Set<KeyId> ids) {
    /** Copies {@code ids}. */
    public PublicKeyFile {
        ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }

    static PublicKeyFile of(PublicKey key) {
        return new PublicKeyFile(key, Set.of(key.computedId()));
    }
}
