package dev.bulla.json;

import java.util.Map;

/**
 * Writes a signed document for the wire: ordinary JSON without white space, members in the order of {@link OlpcWriter}, so
 * that the text is the canonical form itself whenever no string holds a control character (tuf.md 3).
 */
public final class WireWriter {
    private static final CompactWriter FORM = new CompactWriter() {
        @Override
        Iterable<Map.Entry<String, Json>> members(Json.Obj object) {
            return byCodePoint(object);
        }

        @Override
        void control(char c, StringBuilder out) {
            if (c == '\n') {
                out.append("\\n");
            } else {
                hexEscape(c, out);
            }
        }

        @Override
        void number(Json.Real real, StringBuilder out) {
            throw JsonException.malformed("a signed document has no number " + real.text());
        }
    };

    private WireWriter() {}

    /** Appends {@code value} to {@code out}. */
    public static void append(Json value, StringBuilder out) {
        FORM.append(value, out);
    }

    /** Appends a member name and the colon behind it. */
    public static void appendName(String name, StringBuilder out) {
        FORM.quote(name, out);
        out.append(':');
    }
}
