package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Artifacts by name, each with its hashes: the materials or products of a link. Names are taken as they stand and never
 * normalised; a name that file systems could read as another is refused (intoto.md D6, D7), as is an artifact without
 * hash (D36) or with a hash that is not lower-case hex (D37). Two artifacts are equal when their maps of hashes are.
 *
 * @param hashes algorithm to value, by artifact name, in order of names
 */
public record Artifacts(SortedMap<String, Map<String, String>> hashes) {
    /** Longest artifact name in UTF-16 units; file systems end names there. */
    public static final int MAX_NAME = 4096;

    private static final Artifacts NONE = new Artifacts(new TreeMap<>());

    /** Copies what it is given; refuses names and hashes as said above by {@link JsonException}. */
    public Artifacts {
        TreeMap<String, Map<String, String>> copy = new TreeMap<>();
        for (Map.Entry<String, Map<String, String>> artifact : hashes.entrySet()) {
            String problem = ArtifactName.problem(artifact.getKey());
            if (!problem.isEmpty()) {
                throw JsonException.malformed("artifact name " + Quoted.of(artifact.getKey()) + " " + problem);
            }
            copy.put(artifact.getKey(), checked(artifact.getKey(), artifact.getValue()));
        }
        hashes = Collections.unmodifiableSortedMap(copy);
    }

    /** No artifact. */
    public static Artifacts none() {
        return NONE;
    }

    /** Reads an object of artifact names to objects of hashes. */
    static Artifacts read(Fields artifacts) {
        SortedMap<String, Map<String, String>> read = new TreeMap<>();
        for (Map.Entry<String, Json> member : artifacts.object().members().entrySet()) {
            Fields hashes = Fields.of(member.getValue(), artifacts.place(Quoted.of(member.getKey())));
            Map<String, String> values = new LinkedHashMap<>();
            hashes.object().members().keySet().forEach(algorithm -> values.put(algorithm, hashes.text(algorithm)));
            read.put(member.getKey(), values);
        }
        return new Artifacts(read);
    }

    /** The artifacts as a link has them. */
    public Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        hashes.forEach((name, values) -> {
            Map<String, Json> texts = new LinkedHashMap<>();
            values.forEach((algorithm, value) -> texts.put(algorithm, Json.text(value)));
            members.put(name, new Json.Obj(texts));
        });
        return new Json.Obj(members);
    }

    private static Map<String, String> checked(String name, Map<String, String> values) {
        if (values.isEmpty()) {
            throw JsonException.malformed("artifact " + Quoted.of(name) + " has no hash");
        }
        Map<String, String> copy = new TreeMap<>(values);
        copy.forEach((algorithm, value) -> {
            if (algorithm.isEmpty() || !isLowerHex(value)) {
                throw JsonException.malformed("artifact " + Quoted.of(name) + " has a " + Quoted.of(algorithm)
                        + " hash that is not lower-case hex");
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static boolean isLowerHex(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
