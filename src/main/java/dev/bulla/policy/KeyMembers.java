package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Public keys in a policy. A key that cannot be used is refused: it would look like protection and be none. */
final class KeyMembers {
    private KeyMembers() {}

    /** The array {@code keys}, whose members are distinct keys. */
    static List<PublicKey> list(Fields holder) {
        List<PublicKey> keys = new ArrayList<>();
        holder.each("keys", (key, i) -> keys.add(usable(key, holder.place("keys") + "[" + i + "]")));
        if (keys.isEmpty() || keys.size() > SignatureCount.MAX_KEYS) {
            throw JsonException.at(holder.place("keys"), "has not between 1 and " + SignatureCount.MAX_KEYS + " items");
        }
        if (keys.stream().map(PublicKey::material).collect(Collectors.toSet()).size() < keys.size()) {
            throw JsonException.at(holder.place("keys"), "has one key twice; it counts once");
        }
        return keys;
    }

    /** How many of {@code keys} must sign. */
    static int threshold(Fields holder, List<PublicKey> keys) {
        return (int) holder.whole("threshold", 1, keys.size());
    }

    /** The keys of {@code receiptKeys} by their names. */
    static Map<String, ReceiptKey> receiptKeys(Fields policy) {
        Map<String, ReceiptKey> keys = new LinkedHashMap<>();
        policy.optionalObject("receiptKeys").ifPresent(named -> {
            if (named.object().members().size() > SignatureCount.MAX_KEYS) {
                throw JsonException.limit("receiptKeys has more than " + SignatureCount.MAX_KEYS + " members");
            }
            for (String name : named.object().members().keySet()) {
                Members.checkName(named, name);
                keys.put(name, new ReceiptKey(name, usable(named.object(name), named.place(name))));
            }
        });
        return keys;
    }

    private static PublicKey usable(Fields key, String place) {
        PublicKey read = PublicKeys.read(key);
        if (read instanceof UnknownKey unknown) {
            throw JsonException.at(place, "cannot be used: " + unknown.why());
        }
        return read;
    }
}
