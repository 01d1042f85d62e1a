package dev.bulla.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a signed document for the wire: ordinary JSON without white space, members in the order of {@link OlpcWriter}, so
 * that the text is the canonical form itself whenever no string holds a control character (tuf.md 3).
 */
public final class WireWriter {
    private WireWriter() {}

    /** Appends {@code value} to {@code out}. */
    public static void append(Json value, StringBuilder out) {
        switch (value) {
            case Json.Arr array -> {
                out.append('[');
                String separator = "";
                for (Json item : array.items()) {
                    out.append(separator);
                    append(item, out);
                    separator = ",";
                }
                out.append(']');
            }
            case Json.Obj object -> {
                List<String> names = new ArrayList<>(object.members().keySet());
                names.sort(OlpcWriter.CODE_POINT_ORDER);
                out.append('{');
                String separator = "";
                for (String name : names) {
                    out.append(separator);
                    appendName(name, out);
                    append(object.get(name).orElseThrow(), out);
                    separator = ",";
                }
                out.append('}');
            }
            case Json.Real real -> throw JsonException.malformed("a signed document has no number " + real.text());
            case Json.Null n -> out.append("null");
            case Json.Bool bool -> out.append(bool.value());
            case Json.Whole whole -> out.append(whole.value());
            case Json.Text text -> appendText(text.value(), out);
        }
    }

    /** Appends a member name and the colon behind it. */
    public static void appendName(String name, StringBuilder out) {
        appendText(name, out);
        out.append(':');
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
