package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The document {@code trust/map.json}: pins, one for each namespace. Unknown members are errors. */
final class PinFile {
    /** More pins than a person can have decided about. */
    static final int MAX_PINS = 4096;

    private PinFile() {}

    /**
     * Reads the document.
     *
     * @throws JsonException when it is not what {@link #write} writes
     */
    static List<Pin> read(Bytes document) {
        Fields fields = Fields.of(JsonReader.with(JsonLimits.manifest()).read(document), "")
                .only("version", "namespaces");
        fields.whole("version", 1, 1);
        if (fields.array("namespaces").size() > MAX_PINS) {
            throw JsonException.limit("namespaces has more than " + MAX_PINS + " entries");
        }
        List<Pin> pins = fields.each("namespaces", (entry, position) -> pin(entry));
        Set<Namespace> seen = new HashSet<>();
        for (Pin pin : pins) {
            if (!seen.add(pin.namespace())) {
                throw JsonException.malformed("namespaces lists " + pin.namespace() + " twice");
            }
        }
        return pins;
    }

    private static Pin pin(Fields entry) {
        entry.only("namespace", "root", "rootVersion", "origin", "names", "repository", "receipts", "witnesses");
        try {
            return new Pin(
                    Namespace.parse(entry.text("namespace")),
                    entry.text("root"),
                    entry.whole("rootVersion", 1, Integer.MAX_VALUE),
                    entry.text("origin"),
                    entry.optionalText("names").orElse(entry.text("origin")),
                    entry.optionalText("repository").map(PinFile::repository),
                    PinTermsFormat.read(entry));
        } catch (UsageException | IllegalArgumentException e) {
            throw JsonException.malformed(entry.place("") + " " + e.getMessage());
        }
    }

    private static TrustRepository repository(String text) {
        return new TrustRepository(Reference.parse(text).place());
    }

    static Bytes write(List<Pin> pins) {
        List<Json> entries = new ArrayList<>();
        for (Pin pin : pins) {
            Json.Obj entry = Json.Obj.empty()
                    .with("namespace", Json.text(pin.namespace().toString()))
                    .with("root", Json.text(pin.root()))
                    .with("rootVersion", Json.whole(pin.version()))
                    .with("origin", Json.text(pin.origin()));
            if (!pin.names().equals(pin.origin())) {
                entry = entry.with("names", Json.text(pin.names()));
            }
            entry = PinTermsFormat.write(entry, pin.terms());
            Optional<String> repository = pin.repository().map(TrustRepository::toString);
            entries.add(repository.isPresent() ? entry.with("repository", Json.text(repository.get())) : entry);
        }
        return PlainWriter.write(
                Json.Obj.empty().with("version", Json.whole(1)).with("namespaces", new Json.Arr(entries)));
    }
}
