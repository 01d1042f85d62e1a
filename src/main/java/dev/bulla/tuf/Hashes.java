package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code hashes} of a file: hash values by the name of their function. All that Bulla knows must match; names that it
 * does not know are kept and cannot help.
 *
 * @param listed values in hex by name, as the document has them; never empty
 */
public record Hashes(Map<String, String> listed) {
    /** Copies; refuses no hash at all. */
    public Hashes {
        if (listed.isEmpty()) {
            throw JsonException.malformed("hashes is empty");
        }
        listed = Collections.unmodifiableMap(new LinkedHashMap<>(listed));
    }

    /** The sha256 of {@code content}, which is what Bulla writes. */
    public static Hashes sha256Of(Bytes content) {
        return new Hashes(Map.of(
                HashFunction.SHA256.wireName(),
                HashFunction.SHA256.hash(content).hex()));
    }

    static Hashes read(Fields hashes) {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String name : hashes.object().members().keySet()) {
            listed.put(name, hashes.text(name));
        }
        return new Hashes(listed);
    }

    /** The values whose function Bulla knows, sha256 first. */
    public Map<HashFunction, String> known() {
        Map<HashFunction, String> known = new EnumMap<>(HashFunction.class);
        for (HashFunction function : HashFunction.values()) {
            String value = listed.get(function.wireName());
            if (value != null) {
                known.put(function, value);
            }
        }
        return known;
    }

    /** The value that prefixes the names of consistent target files (TUF 6.2): sha256 if listed, else the first known. */
    public String prefix() {
        Map<HashFunction, String> known = known();
        return known.isEmpty()
                ? listed.values().iterator().next()
                : known.values().iterator().next();
    }

    Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        listed.forEach((name, value) -> members.put(name, Json.text(value)));
        return new Json.Obj(members);
    }
}
