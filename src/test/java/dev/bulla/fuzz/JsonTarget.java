package dev.bulla.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import java.io.IOException;
import java.util.List;

/**
 * Reading JSON ends with a value or a {@link JsonException}; what is read is read the same again from what is written of
 * it; and a second reader that knows nothing of ours accepts whatever ours accepts.
 */
final class JsonTarget implements FuzzTarget {
    private static final int MAX_BYTES = 1 << 16;

    private final JsonReader any = JsonReader.with(new JsonLimits(MAX_BYTES, 64, MAX_BYTES, JsonLimits.Numbers.ALL));
    private final JsonReader signed = JsonReader.with(JsonLimits.signed(MAX_BYTES));
    private final JsonMapper other = new JsonMapper();

    @Override
    public void look(byte[] input) {
        Bytes document = Bytes.copyOf(input);
        Json value;
        try {
            value = any.read(document);
        } catch (JsonException e) {
            Held.that(refuses(document), "a stricter reader accepts what a laxer one refuses: " + e.getMessage());
            return;
        }
        Json again = any.read(PlainWriter.write(value));
        Held.that(again.equals(value), "written and read again it is another value");
        sameShape(value, other(input));
    }

    private boolean refuses(Bytes document) {
        try {
            signed.read(document);
            return false;
        } catch (JsonException e) {
            return true;
        }
    }

    private JsonNode other(byte[] input) {
        try {
            return other.readTree(input);
        } catch (IOException e) {
            throw new AssertionError("jackson refuses what we accept: " + e.getMessage(), e);
        }
    }

    private static void sameShape(Json ours, JsonNode theirs) {
        switch (ours) {
            case Json.Obj object -> {
                Held.that(theirs.isObject() && theirs.size() == object.members().size(), "other members");
                object.members().forEach((name, member) -> {
                    Held.that(theirs.has(name), "jackson sees no member of that name");
                    sameShape(member, theirs.get(name));
                });
            }
            case Json.Arr array -> {
                Held.that(theirs.isArray() && theirs.size() == array.items().size(), "other items");
                for (int i = 0; i < array.items().size(); i++) {
                    sameShape(array.items().get(i), theirs.get(i));
                }
            }
            case Json.Text text ->
                Held.that(theirs.isTextual() && theirs.textValue().equals(text.value()), "other text");
            case Json.Whole whole ->
                Held.that(theirs.isNumber() && theirs.bigIntegerValue().equals(whole.value()), "other integer");
            case Json.Real real -> Held.that(theirs.isNumber(), "no number: " + real.text());
            case Json.Bool bool ->
                Held.that(theirs.isBoolean() && theirs.booleanValue() == bool.value(), "other truth");
            case Json.Null nothing -> Held.that(theirs.isNull(), nothing + " is not null");
        }
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8("{\"a\":[1,-2,3.5e-7,true,false,null],\"\\u00e9\":{\"\":\"\\ud83d\\ude00\\n\"}}"),
                Bytes.utf8("[9007199254740991,-9007199254740991,0,1E400,0.10,12345678901234567890]"),
                Bytes.utf8(" { \"signed\" : { \"_type\" : \"root\" } , \"signatures\" : [ ] } "),
                Bytes.utf8("[[[[[[[[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]]]]]]]]"),
                Bytes.utf8("\"\u20ac\uffff\ud83d\ude00\""));
    }
}
