package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The {@code index.json} of a layout: its tags and its attachments. Immutable. Entries and members of others are kept with
 * equal value and in their order (image-spec 1.1, "index.json file").
 */
final class LayoutIndex {
    /** The annotation that makes an entry a tag. */
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final String MANIFESTS = "manifests";
    private static final String ANNOTATIONS = "annotations";

    private final Json.Obj document;
    private final List<Entry> entries;

    private record Entry(Json.Obj json, Descriptor descriptor) {
        boolean isNamed(Tag tag) {
            return tag.value().equals(descriptor.annotations().get(REF_NAME));
        }
    }

    private LayoutIndex(Json.Obj document, List<Entry> entries) {
        this.document = document;
        this.entries = List.copyOf(entries);
    }

    /** The index of a layout that holds nothing. */
    static LayoutIndex empty() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.whole(2));
        members.put("mediaType", Json.text(MediaType.OCI_INDEX.value()));
        members.put(MANIFESTS, new Json.Arr(List.of()));
        return new LayoutIndex(new Json.Obj(members), List.of());
    }

    /**
     * Reads an index.
     *
     * @param path where it came from, for messages
     * @throws RejectedException {@code MALFORMED}, {@code AMBIGUOUS} or {@code LIMIT_EXCEEDED}
     */
    static LayoutIndex parse(Bytes raw, String path) {
        try {
            Fields fields = Fields.of(JsonReader.with(JsonLimits.manifest()).read(raw), "");
            if (fields.whole("schemaVersion", 1, 2) != 2) {
                throw JsonException.malformed("schemaVersion is not 2");
            }
            checkIsIndex(fields, path);
            return new LayoutIndex(fields.object(), entries(fields));
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            throw new RejectedException(code, path + ": " + e.getMessage());
        }
    }

    private static void checkIsIndex(Fields fields, String path) {
        String type = fields.optionalText("mediaType").orElse("");
        if (!type.isEmpty() && !type.equals(MediaType.OCI_INDEX.value())) {
            throw new RejectedException(ReasonCode.AMBIGUOUS, path + " is of another media type than an image index");
        }
        if (present(fields, "config") || present(fields, "layers")) {
            throw new RejectedException(ReasonCode.AMBIGUOUS, path + " is an index that has config or layers");
        }
    }

    private static List<Entry> entries(Fields fields) {
        if (!present(fields, MANIFESTS)) {
            fields.required(MANIFESTS); // an empty list that a Go program wrote is null, which is not absent
            return List.of();
        }
        if (fields.array(MANIFESTS).size() > GraphLimits.MAX_DESCRIPTORS) {
            throw JsonException.limit("more than " + GraphLimits.MAX_DESCRIPTORS + " entries");
        }
        return fields.each(MANIFESTS, (item, i) -> new Entry(item.object(), Descriptor.read(item)));
    }

    private static boolean present(Fields fields, String name) {
        return fields.has(name) && !(fields.required(name) instanceof Json.Null);
    }

    /** All entries in order, repeated ones included. */
    List<Descriptor> descriptors() {
        return entries.stream().map(Entry::descriptor).toList();
    }

    /** True when some entry points at {@code digest}. */
    boolean lists(Digest digest) {
        return entries.stream().anyMatch(entry -> entry.descriptor().digest().equals(digest));
    }

    /**
     * What {@code tag} names. The same entry may be written several times, as some tools do.
     *
     * @throws RejectedException {@code AMBIGUOUS} when entries of this name point at different manifests
     */
    Optional<Descriptor> named(Tag tag, Object place) {
        Optional<Descriptor> found = Optional.empty();
        for (Entry entry : entries) {
            if (entry.isNamed(tag)) {
                if (found.isPresent() && !found.get().pointsAtSameAs(entry.descriptor())) {
                    throw new RejectedException(Reason.of(
                            ReasonCode.AMBIGUOUS,
                            "tag " + tag + " of " + place + " names both "
                                    + found.get().digest() + " and "
                                    + entry.descriptor().digest()));
                }
                found = Optional.of(entry.descriptor());
            }
        }
        return found;
    }

    /**
     * The index in which {@code tag} names {@code manifest} and nothing else. An entry that loses the name goes, unless
     * {@code keep} says that a reader still needs it and no other entry lists it.
     */
    LayoutIndex withTag(Tag tag, Descriptor manifest, Predicate<Digest> keep) {
        List<Entry> changed = new ArrayList<>();
        List<Entry> losing = new ArrayList<>();
        boolean there = false;
        for (Entry entry : entries) {
            if (!entry.isNamed(tag)) {
                changed.add(entry);
            } else if (entry.descriptor().pointsAtSameAs(manifest)) {
                there = true;
                changed.add(entry);
            } else {
                losing.add(entry);
            }
        }
        if (there && losing.isEmpty()) {
            return this;
        }
        for (Entry entry : losing) {
            Digest digest = entry.descriptor().digest();
            boolean listed = digest.equals(manifest.digest())
                    || changed.stream()
                            .anyMatch(other -> other.descriptor().digest().equals(digest));
            if (!listed && keep.test(digest)) {
                changed.add(nameless(entry));
            }
        }
        if (!there) {
            changed.add(entry(manifest.withAnnotations(Map.of(REF_NAME, tag.value()))));
        }
        return of(changed);
    }

    /** The index that lists {@code attachment}; a name among its annotations is not taken for a tag. */
    LayoutIndex withAttachment(Descriptor attachment) {
        if (lists(attachment.digest())) {
            return this;
        }
        Map<String, String> annotations = new LinkedHashMap<>(attachment.annotations());
        annotations.remove(REF_NAME);
        List<Entry> changed = new ArrayList<>(entries);
        changed.add(entry(attachment.withAnnotations(annotations)));
        return of(changed);
    }

    /** The index without any entry for {@code digest}. */
    LayoutIndex without(Digest digest) {
        List<Entry> rest = entries.stream()
                .filter(entry -> !entry.descriptor().digest().equals(digest))
                .toList();
        return rest.size() == entries.size() ? this : of(rest);
    }

    /**
     * The bytes of the document.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED} when readers would refuse it as too large
     */
    Bytes toBytes() {
        Bytes bytes = PlainWriter.write(document);
        if (bytes.length() > GraphLimits.MAX_MANIFEST_BYTES || entries.size() > GraphLimits.MAX_DESCRIPTORS) {
            throw new RejectedException(
                    ReasonCode.LIMIT_EXCEEDED,
                    "index.json would have " + entries.size() + " entries in " + bytes.length() + " bytes, at most "
                            + GraphLimits.MAX_DESCRIPTORS + " in " + GraphLimits.MAX_MANIFEST_BYTES + " are read");
        }
        return bytes;
    }

    private LayoutIndex of(List<Entry> changed) {
        List<Json> items = new ArrayList<>();
        changed.forEach(entry -> items.add(entry.json()));
        return new LayoutIndex(document.with(MANIFESTS, new Json.Arr(items)), changed);
    }

    private static Entry entry(Descriptor descriptor) {
        return new Entry(descriptor.toJson(), descriptor);
    }

    private static Entry nameless(Entry entry) {
        Map<String, String> annotations = new LinkedHashMap<>(entry.descriptor().annotations());
        annotations.remove(REF_NAME);
        Json.Obj json = annotations.isEmpty()
                ? entry.json().without(ANNOTATIONS)
                : entry.json().with(ANNOTATIONS, Descriptor.annotationsJson(annotations));
        return new Entry(json, entry.descriptor().withAnnotations(annotations));
    }
}
