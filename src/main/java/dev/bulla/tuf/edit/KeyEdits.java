package dev.bulla.tuf.edit;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Edits of the two places where a delegator speaks of keys: its {@code keys} object and the entry of a role. */
final class KeyEdits {
    private KeyEdits() {}

    /**
     * The id under which {@code keys} has this key already, else the one that Bulla computes. A key that others made may
     * stand under an id of any form (TAP 12).
     */
    static KeyId idIn(Json.Obj keys, PublicKey key) {
        if (key instanceof UnknownKey unknown) {
            throw new UsageException("this key cannot be listed: " + unknown.why());
        }
        for (Map.Entry<String, Json> known : keys.members().entrySet()) {
            PublicKey other = PublicKeys.read(Fields.of(known.getValue(), "key"));
            if (other.material().equals(key.material()) && other.scheme().equals(key.scheme())) {
                return new KeyId(known.getKey());
            }
        }
        KeyId computed = key.computedId();
        if (keys.members().containsKey(computed.value())) {
            throw new UsageException("another key stands under key id " + computed.brief());
        }
        return computed;
    }

    /** {@code keys} with this key in it. */
    static Json.Obj with(Json.Obj keys, PublicKey key) {
        KeyId id = idIn(keys, key);
        return keys.members().containsKey(id.value()) ? keys : keys.with(id.value(), key.toJson());
    }

    /** {@code keys} without {@code id} unless one of the entries lists it still. */
    static Json.Obj withoutUnused(Json.Obj keys, KeyId id, List<Json> entries) {
        for (Json entry : entries) {
            if (entry instanceof Json.Obj object && ids(object).contains(Json.text(id.value()))) {
                return keys;
            }
        }
        return keys.without(id.value());
    }

    /** The key ids of a role's entry. */
    static List<Json> ids(Json.Obj entry) {
        return entry.get("keyids").orElse(new Json.Arr(List.of())) instanceof Json.Arr array
                ? array.items()
                : List.of();
    }

    /** {@code entry} that lists {@code id}, too; refused when it does already. */
    static Json.Obj listing(Json.Obj entry, KeyId id, String role) {
        List<Json> ids = new ArrayList<>(ids(entry));
        if (ids.contains(Json.text(id.value()))) {
            throw new UsageException(role + " has key " + id.brief() + " already");
        }
        if (ids.size() == SignatureCount.MAX_KEYS) {
            throw new UsageException(
                    role + " has " + ids.size() + " keys; clients look at no more than " + SignatureCount.MAX_KEYS);
        }
        ids.add(Json.text(id.value()));
        return entry.with("keyids", new Json.Arr(ids));
    }

    /** {@code entry} that does not list {@code id}; refused when it did not before. */
    static Json.Obj unlisting(Json.Obj entry, KeyId id, String role) {
        List<Json> ids = new ArrayList<>(ids(entry));
        if (!ids.remove((Json) Json.text(id.value()))) {
            throw new UsageException(role + " has no key " + id.brief());
        }
        return entry.with("keyids", new Json.Arr(ids));
    }

    /** {@code entry} with another threshold. */
    static Json.Obj demanding(Json.Obj entry, int threshold, String role) {
        if (threshold < 1) {
            throw new UsageException(
                    "a threshold of " + threshold + " for " + role + " would be met by nobody's signature");
        }
        return entry.with("threshold", Json.whole(threshold));
    }

    /** An entry for these keys under the ids that {@code holderKeys} has for them. */
    static Json.Obj entry(Json.Obj holderKeys, List<? extends PublicKey> keys, int threshold, String role) {
        Json.Obj entry = demanding(Json.Obj.empty().with("keyids", new Json.Arr(List.of())), threshold, role);
        for (PublicKey key : keys) {
            entry = listing(entry, idIn(holderKeys, key), role);
        }
        return entry;
    }

    /** Refuses a role that nobody could ever sign: more distinct keys demanded than there are. */
    static void demandSatisfiable(String role, RoleKeys keys) {
        int distinct = keys.materials().size();
        if (distinct < keys.threshold()) {
            throw new UsageException(
                    role + " would need " + keys.threshold() + " signatures and has "
                            + (distinct == 1 ? "one key" : distinct + " keys")
                            + ", so that nobody could ever sign it",
                    "give it " + (keys.threshold() - distinct) + " more, or lower the threshold");
        }
    }
}
