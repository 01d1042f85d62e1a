package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.CanonicalRange;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Canonical JSON written from the value, written straight from the events, and written by the few plain lines below, which
 * sort by UTF-8 bytes and share nothing with ours, is the same bytes (tuf.md 2).
 */
final class CanonicalTarget implements FuzzTarget {
    private static final int MAX_BYTES = 1 << 16;

    private final JsonReader reader = JsonReader.with(JsonLimits.signed(MAX_BYTES));

    @Override
    public void look(byte[] input) {
        Bytes document = Bytes.copyOf(input);
        Json value;
        try {
            value = reader.read(document);
        } catch (JsonException e) {
            return;
        }
        StringBuilder plain = new StringBuilder();
        plain(value, plain);
        Bytes expected = Bytes.utf8(plain.toString());
        Held.that(OlpcWriter.write(value).equals(expected), "the writer differs from the plain form");
        int from = 0;
        while (input[from] == ' ' || input[from] == '\n' || input[from] == '\r' || input[from] == '\t') {
            from++;
        }
        Held.that(
                CanonicalRange.of(document, from, input.length).equals(expected),
                "the form from the events differs from the plain form");
    }

    private static void plain(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj object -> {
                List<String> names = new ArrayList<>(object.members().keySet());
                names.sort((a, b) ->
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
                out.append('{');
                String comma = "";
                for (String name : names) {
                    out.append(comma);
                    text(name, out);
                    out.append(':');
                    plain(object.get(name).orElseThrow(), out);
                    comma = ",";
                }
                out.append('}');
            }
            case Json.Arr array -> {
                out.append('[');
                String comma = "";
                for (Json item : array.items()) {
                    out.append(comma);
                    plain(item, out);
                    comma = ",";
                }
                out.append(']');
            }
            case Json.Text text -> text(text.value(), out);
            case Json.Whole whole -> out.append(whole.value());
            case Json.Real real -> throw new AssertionError("a signed document has the number " + real.text());
            case Json.Bool bool -> out.append(bool.value());
            case Json.Null nothing -> out.append("null");
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8("{\"b\":1,\"a\":[true,null,\"\\u0000\\\"\"],\"\uffff\":{},\"\ud83d\ude00\":-7}"),
                Bytes.utf8("{\"signed\":{\"z\":0,\"aa\":{\"y\":[],\"x\":[[]]},\"a\":\"\\\\\"}}"),
                Bytes.utf8("\t[{\"b\":{\"d\":1,\"c\":2},\"a\":3},9007199254740991]"));
    }
}
