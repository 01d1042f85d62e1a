package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A key that must have signed the layout.
 *
 * @param ids the ids under which its signature may stand; more than one when the key came without an id and peers compute
 *     it differently
 * @param key what verifies
 */
public record OwnerKey(Set<KeyId> ids, PublicKey key) {
    /** Copies {@code ids}. */
    public OwnerKey {
        ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("an owner key has an id");
        }
    }

    /** A key with the one id by which documents name it. */
    public static OwnerKey named(KeyId id, PublicKey key) {
        return new OwnerKey(Set.of(id), key);
    }

    /** A key whose id is to be computed, in every way that peers do. */
    public static OwnerKey of(PublicKey key) {
        return new OwnerKey(ComputedIds.of(key), key);
    }

    /** The id for messages. */
    KeyId id() {
        return ids.iterator().next();
    }
}
