package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the images of a bundle lie now (CNAB 103): original reference, verbatim, to digest reference. It is computed from
 * {@code bundle.json}'s {@code contentDigest} and never from an index; a map that came from elsewhere is believed only as
 * far as its digests agree (section 9).
 *
 * @param entries every image reference of the bundle, sorted
 */
public record RelocationMap(SortedMap<String, String> entries) {
    /** The name under which runtimes mount the map, and which Bulla writes. */
    public static final String FILE_NAME = "relocation-mapping.json";

    /** The names under which tools write the map; all are read. */
    public static final List<String> FILE_NAMES = List.of(FILE_NAME, "relocation-map.json");

    /** Copies the entries. */
    public RelocationMap {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /**
     * The map of {@code bundle} when all its images lie in {@code repository}. Values are fully qualified,
     * {@code host/repository@digest}. Refused as {@link Bundle#pinnedImages} refuses.
     */
    public static Step<RelocationMap> derive(Bundle bundle, Place repository) {
        return bundle.pinnedImages().map(images -> {
            SortedMap<String, String> entries = new TreeMap<>();
            for (PinnedImage image : images) {
                entries.put(
                        image.reference(), repository + "@" + image.descriptor().digest());
            }
            return new RelocationMap(entries);
        });
    }

    /** Reads a map of any tool. It is untrusted until {@link #checkedAgainst} accepted it. */
    public static Step<RelocationMap> read(Bytes file) {
        try {
            Fields fields = Fields.of(JsonReader.with(Bundle.LIMITS).readObject(file), "");
            SortedMap<String, String> entries = new TreeMap<>();
            for (String image : fields.object().members().keySet()) {
                entries.put(image, fields.text(image));
            }
            return Step.done(new RelocationMap(entries));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            return Step.refused(code, "relocation map: " + e.getMessage());
        }
    }

    /**
     * This map when it speaks about exactly the images of {@code bundle} and every value ends in the {@code contentDigest}
     * of its key, in whatever repository. Refused with {@code REPRESENTATION} otherwise.
     */
    public Step<RelocationMap> checkedAgainst(Bundle bundle) {
        return bundle.pinnedImages().then(images -> {
            Map<String, PinnedImage> wanted = new LinkedHashMap<>();
            images.forEach(image -> wanted.putIfAbsent(image.reference(), image));
            for (String key : entries.keySet()) {
                if (!wanted.containsKey(key)) {
                    return Step.refused(refusal("names image " + Quoted.of(key) + ", which bundle.json does not")
                            .with("found", Quoted.plain(key)));
                }
            }
            for (PinnedImage image : wanted.values()) {
                Optional<Reason> problem = problem(image);
                if (problem.isPresent()) {
                    return Step.refused(problem.get());
                }
            }
            return Step.done(this);
        });
    }

    private Optional<Reason> problem(PinnedImage image) {
        String value = entries.get(image.reference());
        Digest expected = image.descriptor().digest();
        if (value == null) {
            return Optional.of(refusal("lacks image " + Quoted.of(image.reference()))
                    .with("component", Quoted.plain(image.image().name()))
                    .with("expected", expected.toString()));
        }
        Optional<Digest> found = Digest.parse(value.substring(value.lastIndexOf('@') + 1));
        if (found.isPresent() && found.get().equals(expected)) {
            return Optional.empty();
        }
        return Optional.of(
                refusal("sends " + image.label() + " to " + Quoted.of(value) + ", bundle.json says " + expected)
                        .with("component", Quoted.plain(image.image().name()))
                        .with("expected", expected.toString())
                        .with("found", Quoted.plain(value)));
    }

    private static Reason refusal(String what) {
        return Reason.of(ReasonCode.REPRESENTATION, "relocation map " + what).with("check", "cnab.8.5");
    }

    /** The file: JSON in its RFC 8785 form. */
    public Bytes toBytes() {
        Map<String, Json> members = new LinkedHashMap<>();
        entries.forEach((image, location) -> members.put(image, Json.text(location)));
        return JcsWriter.write(new Json.Obj(members));
    }
}
