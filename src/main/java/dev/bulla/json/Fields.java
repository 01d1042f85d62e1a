package dev.bulla.json;

import dev.bulla.bytes.Quoted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads the members of an object by what they must be. Every failure is a {@link JsonException} that names the member's
 * place, such as {@code signed.roles.root.threshold}; a wrong shape is never a cast error.
 */
public final class Fields {
    private final Json.Obj object;
    private final String path;

    private Fields(Json.Obj object, String path) {
        this.object = object;
        this.path = path;
    }

    /** The members of {@code value}, which must be an object; {@code path} is its place, empty for the document. */
    public static Fields of(Json value, String path) {
        if (value instanceof Json.Obj object) {
            return new Fields(object, path);
        }
        throw JsonException.at(path, "is " + value.kind() + ", not an object");
    }

    /** The object itself. */
    public Json.Obj object() {
        return object;
    }

    /** Where member {@code name} stands, for messages. */
    public String place(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** True when the member is there, {@code null} included. */
    public boolean has(String name) {
        return object.members().containsKey(name);
    }

    /** The member, which must be there. */
    public Json required(String name) {
        Json value = object.members().get(name);
        if (value == null) {
            throw JsonException.at(place(name), "is missing");
        }
        return value;
    }

    /** The string member. */
    public String text(String name) {
        if (required(name) instanceof Json.Text text) {
            return text.value();
        }
        throw wrong(name, "a string");
    }

    /** The string member, if there; {@code null} is wrong. */
    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** The boolean member. */
    public boolean bool(String name) {
        if (required(name) instanceof Json.Bool bool) {
            return bool.value();
        }
        throw wrong(name, "a boolean");
    }

    /** The boolean member, or {@code fallback} when it is absent. */
    public boolean bool(String name, boolean fallback) {
        return has(name) ? bool(name) : fallback;
    }

    /** The integer member, which must lie between {@code min} and {@code max} (both inclusive). */
    public long whole(String name, long min, long max) {
        if (required(name) instanceof Json.Whole whole) {
            BigInteger value = whole.value();
            if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
                throw JsonException.at(place(name), "is not between " + min + " and " + max);
            }
            return value.longValueExact();
        }
        throw wrong(name, "an integer");
    }

    /** The object member. */
    public Fields object(String name) {
        return of(required(name), place(name));
    }

    /** The object member, if there. */
    public Optional<Fields> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** The items of the array member. */
    public List<Json> array(String name) {
        if (required(name) instanceof Json.Arr array) {
            return array.items();
        }
        throw wrong(name, "an array");
    }

    /** The items of the array member, none when it is absent. */
    public List<Json> optionalArray(String name) {
        return has(name) ? array(name) : List.of();
    }

    /** The items of the array member, which must be strings. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Json item : array(name)) {
            if (!(item instanceof Json.Text text)) {
                throw JsonException.at(place(name), "has an item that is " + item.kind() + ", not a string");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** Reads each item of the array member, an object each, with its place. */
    public <T> List<T> each(String name, BiFunction<Fields, Integer, T> reader) {
        List<T> read = new ArrayList<>();
        List<Json> items = array(name);
        for (int i = 0; i < items.size(); i++) {
            read.add(reader.apply(of(items.get(i), place(name) + "[" + i + "]"), i));
        }
        return read;
    }

    /** Refuses members other than these. */
    public Fields only(String... names) {
        List<String> known = List.of(names);
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!known.contains(member.getKey())) {
                throw JsonException.malformed(
                        (path.isEmpty() ? "document" : path) + " has an unknown member " + Quoted.of(member.getKey()));
            }
        }
        return this;
    }

    private JsonException wrong(String name, String due) {
        return JsonException.at(place(name), "is " + required(name).kind() + ", not " + due);
    }
}
