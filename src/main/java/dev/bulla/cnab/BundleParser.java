package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Picks the values of a bundle out of its JSON; {@code null} optionals read as absent, as every CNAB tool reads them. */
final class BundleParser {
    /** Far above real bundles; keeps an index of all images below the 4 MiB of a manifest. */
    private static final int MAX_IMAGES = 5000;

    /** 2^53-1: sizes are exact in every peer language. */
    private static final long MAX_SIZE = (1L << 53) - 1;

    /** The order of Go's {@code sort.Strings}, by UTF-8 bytes. */
    static final Comparator<String> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private BundleParser() {}

    static Bundle parse(Bytes raw) {
        Json.Obj document = JsonReader.with(Bundle.LIMITS).readObject(raw);
        Fields fields = Fields.of(withoutNulls(document), "");
        List<BundleImage> images = new ArrayList<>(
                fields.each("invocationImages", (item, i) -> image(item, Role.INVOCATION, Integer.toString(i))));
        images.addAll(components(fields));
        if (images.size() > MAX_IMAGES) {
            throw JsonException.limit("has " + images.size() + " images, at most " + MAX_IMAGES + " are read");
        }
        return new Bundle(
                raw,
                document,
                fields.text("schemaVersion"),
                fields.text("name"),
                fields.text("version"),
                fields.optionalText("description").orElse(""),
                maintainers(fields),
                fields.has("keywords") ? Optional.of(fields.texts("keywords")) : Optional.empty(),
                images);
    }

    private static List<BundleImage> components(Fields bundle) {
        if (!bundle.has("images")) {
            return List.of();
        }
        Fields images = bundle.object("images");
        List<String> names = new ArrayList<>(images.object().members().keySet());
        names.sort(BYTE_ORDER);
        List<BundleImage> components = new ArrayList<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw JsonException.malformed("images has a component with an empty name");
            }
            components.add(image(images.object(name), Role.COMPONENT, name));
        }
        return components;
    }

    private static BundleImage image(Fields written, Role role, String name) {
        Fields fields = Fields.of(withoutNulls(written.object()), place(role, name));
        return new BundleImage(
                role,
                name,
                fields.text("image"),
                filled(fields, "imageType"),
                filled(fields, "mediaType"),
                filled(fields, "contentDigest"),
                fields.has("size")
                        ? Optional.of(fields.whole("size", 0, MAX_SIZE)).filter(size -> size > 0)
                        : Optional.empty());
    }

    private static String place(Role role, String name) {
        return role == Role.COMPONENT ? "images." + Quoted.plain(name) : "invocationImages[" + name + "]";
    }

    private static Optional<List<Maintainer>> maintainers(Fields bundle) {
        if (!bundle.has("maintainers")) {
            return Optional.empty();
        }
        return Optional.of(bundle.each("maintainers", (item, i) -> {
            Fields fields = Fields.of(withoutNulls(item.object()), "maintainers[" + i + "]");
            return new Maintainer(
                    fields.optionalText("name").orElse(""), filled(fields, "email"), filled(fields, "url"));
        }));
    }

    private static Optional<String> filled(Fields fields, String name) {
        return fields.optionalText(name).filter(text -> !text.isEmpty());
    }

    private static Json.Obj withoutNulls(Json.Obj object) {
        Map<String, Json> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!(member.getValue() instanceof Json.Null)) {
                kept.put(member.getKey(), member.getValue());
            }
        }
        return new Json.Obj(kept);
    }
}
