package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index at a tag that several writers share, as it was at one moment. Entries and everything else in it are kept as
 * JSON values: a writer changes what it means to change and nothing that it does not know.
 *
 * @param tagged what the registry gave, empty when the tag is absent
 * @param document the index
 * @param entries its descriptors by digest
 */
record IndexState(Optional<Manifests.Tagged> tagged, Json.Obj document, Map<Digest, Json.Obj> entries) {
    /**
     * Takes apart what a tag holds.
     *
     * @throws ConflictException when that is no OCI index: it belongs to somebody else and is not overwritten
     */
    static IndexState of(Tag tag, Optional<Manifests.Tagged> tagged) {
        if (tagged.isEmpty()) {
            return new IndexState(tagged, empty(), Map.of());
        }
        Manifest manifest = tagged.get().manifest();
        if (!manifest.mediaType().equals(MediaType.OCI_INDEX)) {
            throw foreign(tag, manifest.mediaType().value());
        }
        Json.Obj document = JsonReader.with(JsonLimits.manifest()).readObject(manifest.raw());
        Map<Digest, Json.Obj> entries = new LinkedHashMap<>();
        for (Json item : Fields.of(document, "").array("manifests")) {
            Fields entry = Fields.of(item, "manifests");
            Digest.parse(entry.text("digest")).ifPresent(digest -> entries.putIfAbsent(digest, entry.object()));
        }
        return new IndexState(tagged, document, entries);
    }

    static ConflictException foreign(Tag tag, String what) {
        return new ConflictException(
                "tag " + tag + " holds something that is no index (" + what + ") and is not overwritten",
                "see what it is with `bulla inspect`, and move or delete it");
    }

    private static Json.Obj empty() {
        return Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                .with("manifests", new Json.Arr(List.of()));
    }

    Optional<Digest> digest() {
        return tagged.map(t -> t.manifest().digest());
    }

    boolean lists(Collection<Digest> digests) {
        return entries.keySet().containsAll(digests);
    }

    /** The index with these entries instead, in digest order: writers that know the same entries write the same bytes. */
    Manifest with(Map<Digest, Json.Obj> wanted) {
        if (wanted.size() > GraphLimits.MAX_REFERRERS) {
            throw tooLarge(wanted.size() + " entries");
        }
        List<Json> sorted = new ArrayList<>();
        wanted.keySet().stream().sorted().forEach(digest -> sorted.add(wanted.get(digest)));
        Bytes bytes = written(document.with("manifests", new Json.Arr(sorted)));
        if (bytes.length() > GraphLimits.MAX_MANIFEST_BYTES) {
            throw tooLarge(bytes.length() + " bytes");
        }
        return Manifest.parse(bytes, Optional.of(MediaType.OCI_INDEX));
    }

    private static Bytes written(Json.Obj next) {
        try {
            return JcsWriter.write(next);
        } catch (JsonException e) {
            throw new ConflictException(
                    "the list of referrers has an entry that would change when it is written: " + e.getMessage());
        }
    }

    private static RejectedException tooLarge(String what) {
        return new RejectedException(Reason.of(
                ReasonCode.LIMIT_EXCEEDED, "the list of referrers would have " + what + ", more than readers read"));
    }
}
