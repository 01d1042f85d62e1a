package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.CanonicalRange;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.json.PlainCanonical;
import java.util.List;

/**
 * Canonical JSON written from the value, written straight from the events, and written by {@link PlainCanonical} is the same
 * bytes (tuf.md 2).
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
        Bytes expected = PlainCanonical.write(value);
        Held.that(OlpcWriter.write(value).equals(expected), "the writer differs from the plain form");
        int from = 0;
        while (input[from] == ' ' || input[from] == '\n' || input[from] == '\r' || input[from] == '\t') {
            from++;
        }
        Held.that(
                CanonicalRange.of(document, from, input.length).equals(expected),
                "the form from the events differs from the plain form");
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.utf8("{\"b\":1,\"a\":[true,null,\"\\u0000\\\"\"],\"\uffff\":{},\"\ud83d\ude00\":-7}"),
                Bytes.utf8("{\"signed\":{\"z\":0,\"aa\":{\"y\":[],\"x\":[[]]},\"a\":\"\\\\\"}}"),
                Bytes.utf8("\t[{\"b\":{\"d\":1,\"c\":2},\"a\":3},9007199254740991]"));
    }
}
