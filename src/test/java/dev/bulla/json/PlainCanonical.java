package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** OLPC canonical JSON once more, in a few plain lines that sort by UTF-8 bytes and share nothing with the writers. */
public final class PlainCanonical {
    private PlainCanonical() {}

    /** The canonical form of {@code value}. */
    public static Bytes write(Json value) {
        StringBuilder out = new StringBuilder();
        plain(value, out);
        return Bytes.utf8(out.toString());
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
}
