package dev.bulla.intoto;

import dev.bulla.json.Json;
import java.util.List;

/**
 * What was done in one step: the signed part of a link (in-toto specification 4.4).
 *
 * @param name the step
 * @param materials what was there before
 * @param products what was there after
 * @param command what was run
 * @param byproducts return value, output and whatever else, free form
 * @param environment free form
 */
public record Link(
        String name,
        Artifacts materials,
        Artifacts products,
        List<String> command,
        Json.Obj byproducts,
        Json.Obj environment) {
    /** Copies {@code command}. */
    public Link {
        command = List.copyOf(command);
    }

    /**
     * The link of a {@code signed} object.
     *
     * @throws dev.bulla.json.JsonException when it is none
     */
    public static Link read(Json signed) {
        return LinkParser.parse(signed);
    }

    /** A link about artifacts alone. */
    public static Link of(String name, Artifacts materials, Artifacts products) {
        return new Link(name, materials, products, List.of(), Json.Obj.empty(), Json.Obj.empty());
    }

    /** The artifacts of one kind. */
    public Artifacts artifacts(ArtifactKind kind) {
        return switch (kind) {
            case MATERIALS -> materials;
            case PRODUCTS -> products;
        };
    }

    /** The same link under another name. */
    Link named(String other) {
        return new Link(other, materials, products, command, byproducts, environment);
    }

    /** The {@code signed} object of a link. */
    public Json.Obj toJson() {
        return Json.Obj.empty()
                .with("_type", Json.text("link"))
                .with("byproducts", byproducts)
                .with("command", Words.toJson(command))
                .with("environment", environment)
                .with("materials", materials.toJson())
                .with("name", Json.text(name))
                .with("products", products.toJson());
    }
}
