package dev.bulla.intoto;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;

/** Parses links strictly (intoto.md section 5.2). */
final class LinkParser {
    private LinkParser() {}

    /**
     * The link of a {@code signed} object.
     *
     * @throws JsonException when anything is missing, unknown, or not what it must be
     */
    static Link parse(Json signed) {
        Fields link = Fields.of(signed, "link")
                .only("_type", "name", "materials", "products", "byproducts", "environment", "command");
        LayoutParser.type(link, "link");
        return new Link(
                link.text("name"),
                Artifacts.read(link.object("materials")),
                Artifacts.read(link.object("products")),
                link.texts("command"),
                link.object("byproducts").object(),
                link.object("environment").object());
    }
}
