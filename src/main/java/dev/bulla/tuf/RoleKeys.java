package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who signs a role according to its delegator: key ids, their key objects, and how many must sign. Key objects are
 * decoded when they are needed, so that a list of a million keys costs nothing.
 *
 * @param ids the ids that the delegator lists, in order
 * @param defined the key objects of those ids that the delegator defines; an id without one is ignored
 * @param threshold how many distinct keys must sign; may be more than there are, then nobody ever can
 */
public record RoleKeys(List<KeyId> ids, Map<KeyId, Json.Obj> defined, int threshold) {
    /** Copies the collections. */
    public RoleKeys {
        ids = List.copyOf(ids);
        defined = Collections.unmodifiableMap(new LinkedHashMap<>(defined));
    }

    /** {@code threshold} of these keys, under the ids that Bulla computes. */
    public static RoleKeys of(List<? extends PublicKey> keys, int threshold) {
        Map<KeyId, Json.Obj> defined = new LinkedHashMap<>();
        keys.forEach(key -> defined.put(key.computedId(), key.toJson()));
        return new RoleKeys(List.copyOf(defined.keySet()), defined, threshold);
    }

    /** Reads {@code keyids} and {@code threshold}; repeated ids make the document malformed (TUF 4.3: "unique"). */
    static RoleKeys read(Fields role, Map<KeyId, Json.Obj> keys) {
        Set<KeyId> ids = new LinkedHashSet<>();
        Map<KeyId, Json.Obj> defined = new LinkedHashMap<>();
        for (String text : role.texts("keyids")) {
            KeyId id = keyId(role.place("keyids"), text);
            if (!ids.add(id)) {
                throw JsonException.malformed(role.place("keyids") + " repeats " + id.brief());
            }
            Json.Obj key = keys.get(id);
            if (key != null) {
                defined.put(id, key);
            }
        }
        if (ids.size() > SignatureCount.MAX_KEYS) {
            throw JsonException.limit(role.place("keyids") + " lists " + ids.size() + " keys, at most "
                    + SignatureCount.MAX_KEYS + " are looked at");
        }
        return new RoleKeys(List.copyOf(ids), defined, (int) role.whole("threshold", 1, Integer.MAX_VALUE));
    }

    /** Reads a {@code keys} object; the shape of each key is checked, its value not yet decoded. */
    static Map<KeyId, Json.Obj> readKeys(Fields keys) {
        Map<KeyId, Json.Obj> read = new LinkedHashMap<>();
        for (String id : keys.object().members().keySet()) {
            Fields key = keys.object(id);
            key.text("keytype");
            key.text("scheme");
            key.object("keyval");
            read.put(keyId(keys.place(""), id), key.object());
        }
        return read;
    }

    private static KeyId keyId(String place, String text) {
        if (text.isEmpty() || text.length() > KeyId.MAX_LENGTH) {
            throw JsonException.malformed(place + " has an empty or overlong key id");
        }
        return new KeyId(text);
    }

    /** The keys and the threshold for counting. */
    public Quorum quorum() {
        Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
        defined.forEach((id, key) -> keys.put(id, PublicKeys.read(Fields.of(key, "key"))));
        return new Quorum(keys, new LinkedHashSet<>(ids), threshold);
    }

    /** The ids of the distinct keys among these whose signatures over {@code file} verify. */
    public List<KeyId> signersOf(Signed<? extends Role> file) {
        return SignatureCount.of(file.canonical(), file.signatures(), quorum())
                .fold(counted -> List.copyOf(counted.verified().keySet()), tooMany -> List.of());
    }

    /** What distinguishes the keys (not their ids). */
    public Set<Bytes> materials() {
        Set<Bytes> materials = new HashSet<>();
        quorum().keys().values().forEach(key -> materials.add(key.material()));
        return materials;
    }

    /** True when a key of this role is missing in {@code newer}: the old one was lost or revoked (TUF 5.3.11). */
    boolean rotatedTo(RoleKeys newer) {
        return !newer.materials().containsAll(materials());
    }
}
