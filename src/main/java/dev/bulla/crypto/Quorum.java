package dev.bulla.crypto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may sign and how many must: a TUF role, the functionaries of an in-toto step, or the keys that a person gave.
 *
 * @param keys keys by the id under which signatures select them; ids that are not allowed may be among them
 * @param allowed ids that count; an id without a key counts for nothing
 * @param threshold how many distinct keys must sign, at least 1
 */
public record Quorum(Map<KeyId, PublicKey> keys, Set<KeyId> allowed, int threshold) {
    /** Copies the collections; refuses a threshold below 1, which everything would meet. */
    public Quorum {
        if (threshold < 1) {
            throw new IllegalArgumentException("a threshold of " + threshold + " would be met by nobody's signature");
        }
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        allowed = Collections.unmodifiableSet(new LinkedHashSet<>(allowed));
    }

    /** {@code threshold} of these keys, selected by the ids that Bulla computes for them. */
    public static Quorum of(Collection<? extends PublicKey> keys, int threshold) {
        Map<KeyId, PublicKey> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.computedId(), key));
        return new Quorum(byId, byId.keySet(), threshold);
    }

    /** The allowed ids that have a key, in the order given. */
    List<KeyId> usable() {
        List<KeyId> usable = new ArrayList<>(allowed);
        usable.retainAll(keys.keySet());
        return usable;
    }
}
