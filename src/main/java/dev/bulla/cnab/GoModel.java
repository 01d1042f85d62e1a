package dev.bulla.cnab;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tools built on the CNAB Go model make of a bundle when they read and write it (section 6.3): members they do not
 * know are lost, {@code null} and empty optional members vanish, some absent ones appear. Used to tell a signer that such
 * a tool would store other bytes. JSON schemas in {@code definitions} and everything in {@code custom} are taken as kept.
 */
final class GoModel {
    /** The rewritten document and the places of the members that were lost, in document order. */
    record Result(Json.Obj document, List<String> dropped) {}

    /** How a member survives. */
    private enum Kind {
        /** Written even when empty; a string that becomes {@code ""} when absent. */
        TEXT,
        /** Written even when absent, then as {@code null}. */
        NULLABLE,
        /** Left out when {@code null}, empty, zero or false. */
        OPTIONAL
    }

    private record Member(Kind kind, Shape shape) {}

    /** Known members of an object; of a value that is not looked into there are none. */
    private record Shape(Map<String, Member> members, boolean each) {
        static final Shape ANY = new Shape(Map.of(), false);

        static Shape object() {
            return new Shape(new LinkedHashMap<>(), false);
        }

        Shape text(String... names) {
            return with(Kind.TEXT, ANY, names);
        }

        Shape optional(String... names) {
            return with(Kind.OPTIONAL, ANY, names);
        }

        Shape with(Kind kind, Shape shape, String... names) {
            for (String name : names) {
                members.put(name, new Member(kind, shape));
            }
            return this;
        }

        /** A map or an array whose values all have this shape. */
        Shape all() {
            return new Shape(members, true);
        }
    }

    private final List<String> dropped = new ArrayList<>();

    private GoModel() {}

    static Result rewrite(Json.Obj bundle) {
        GoModel model = new GoModel();
        Json.Obj document = model.object(bundle, bundle(), "");
        return new Result(document, List.copyOf(model.dropped));
    }

    private static Shape bundle() {
        Shape location = Shape.object().optional("path", "env");
        Shape parameter = Shape.object()
                .text("definition")
                .optional("applyTo", "description", "required")
                .with(Kind.NULLABLE, location, "destination");
        Shape credential = Shape.object().optional("path", "env", "description", "required", "applyTo");
        Shape output = Shape.object().text("definition", "path").optional("applyTo", "description");
        Shape action = Shape.object().optional("modifies", "stateless", "description");
        return Shape.object()
                .text("schemaVersion", "name", "version", "description")
                .optional("keywords", "license", "requiredExtensions", "definitions", "custom")
                .with(
                        Kind.OPTIONAL,
                        Shape.object().text("name").optional("email", "url").all(),
                        "maintainers")
                .with(Kind.NULLABLE, image().all(), "invocationImages")
                .with(Kind.OPTIONAL, image().text("description").all(), "images")
                .with(Kind.OPTIONAL, action.all(), "actions")
                .with(Kind.OPTIONAL, parameter.all(), "parameters")
                .with(Kind.OPTIONAL, credential.all(), "credentials")
                .with(Kind.OPTIONAL, output.all(), "outputs");
    }

    private static Shape image() {
        return Shape.object().text("imageType", "image").optional("contentDigest", "size", "labels", "mediaType");
    }

    private Json value(Json value, Shape shape, String place) {
        if (value instanceof Json.Arr array && shape.each()) {
            return each(array, shape, place);
        }
        if (value instanceof Json.Obj object) {
            if (shape.each()) {
                return each(object, shape, place);
            }
            return shape.members().isEmpty() ? object : object(object, shape, place);
        }
        return value;
    }

    private Json.Obj object(Json.Obj object, Shape shape, String place) {
        Map<String, Json> kept = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            String here = place.isEmpty() ? Quoted.plain(name) : place + "." + Quoted.plain(name);
            Member member = shape.members().get(name);
            if (member == null) {
                dropped.add(here);
            } else if (!(value instanceof Json.Null) && (member.kind() != Kind.OPTIONAL || !isEmpty(value))) {
                kept.put(name, value(value, member.shape(), here));
            }
        });
        shape.members().forEach((name, member) -> {
            if (member.kind() == Kind.TEXT) {
                kept.putIfAbsent(name, Json.text(""));
            } else if (member.kind() == Kind.NULLABLE) {
                kept.putIfAbsent(name, new Json.Null());
            }
        });
        return new Json.Obj(kept);
    }

    private Json each(Json.Obj map, Shape shape, String place) {
        Shape item = new Shape(shape.members(), false);
        Map<String, Json> values = new LinkedHashMap<>();
        map.members().forEach((name, value) -> values.put(name, value(value, item, place + "." + Quoted.plain(name))));
        return new Json.Obj(values);
    }

    private Json each(Json.Arr array, Shape shape, String place) {
        Shape item = new Shape(shape.members(), false);
        List<Json> values = new ArrayList<>();
        for (int i = 0; i < array.items().size(); i++) {
            values.add(value(array.items().get(i), item, place + "[" + i + "]"));
        }
        return new Json.Arr(values);
    }

    private static boolean isEmpty(Json value) {
        return switch (value) {
            case Json.Null n -> true;
            case Json.Bool bool -> !bool.value();
            case Json.Text text -> text.value().isEmpty();
            case Json.Whole whole -> whole.value().signum() == 0;
            case Json.Real real -> false;
            case Json.Arr array -> array.items().isEmpty();
            case Json.Obj object -> object.members().isEmpty();
        };
    }
}
