package dev.bulla.tuf;

import dev.bulla.crypto.KeyId;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The root role (TUF 4.3): the keys and thresholds of the top-level roles.
 *
 * @param consistentSnapshot file names carry versions and hashes (TUF 6.2); absent means false
 * @param keys the key objects
 * @param roles keys and threshold of each top-level role; all four are there, foreign ones are kept
 */
public record Root(
        RoleHeader header, boolean consistentSnapshot, Map<KeyId, Json.Obj> keys, Map<String, RoleKeys> roles)
        implements Role {
    private static final List<String> KNOWN = List.of("consistent_snapshot", "keys", "roles");

    /** Copies the collections; refuses a root without one of the four top-level roles. */
    public Root {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        for (String name : List.of("root", "timestamp", "snapshot", "targets")) {
            if (!roles.containsKey(name)) {
                throw JsonException.malformed("roles." + name + " is missing");
            }
        }
    }

    static Root read(Fields signed) {
        RoleHeader header = RoleHeader.read(signed, "root", KNOWN);
        Map<KeyId, Json.Obj> keys = RoleKeys.readKeys(signed.object("keys"));
        Fields listed = signed.object("roles");
        Map<String, RoleKeys> roles = new LinkedHashMap<>();
        for (String name : listed.object().members().keySet()) {
            roles.put(name, RoleKeys.read(listed.object(name), keys));
        }
        return new Root(header, signed.bool("consistent_snapshot", false), keys, roles);
    }

    /** Keys and threshold of a top-level role. */
    public RoleKeys keysOf(RoleName topLevel) {
        RoleKeys found = roles.get(topLevel.value());
        if (found == null) {
            throw new IllegalArgumentException(topLevel + " is no top-level role");
        }
        return found;
    }
}
