package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The walk that all writers without white space share. A writer says in which order members stand and how leaves look. */
abstract class CompactWriter {
    /** The UTF-8 bytes of {@code value}. */
    final Bytes bytes(Json value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return Bytes.utf8(out.toString());
    }

    /** Appends {@code value} to {@code out}. */
    final void append(Json value, StringBuilder out) {
        switch (value) {
            case Json.Null n -> out.append("null");
            case Json.Bool bool -> out.append(bool.value());
            case Json.Text text -> quote(text.value(), out);
            case Json.Whole whole -> number(whole, out);
            case Json.Real real -> number(real, out);
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
                out.append('{');
                String separator = "";
                for (Map.Entry<String, Json> member : members(object)) {
                    out.append(separator);
                    quote(member.getKey(), out);
                    out.append(':');
                    append(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
        }
    }

    /** Appends {@code text} as a string. */
    final void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                control(c, out);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** The members in the order in which they are written. */
    abstract Iterable<Map.Entry<String, Json>> members(Json.Obj object);

    /** Appends a character below U+0020. */
    abstract void control(char c, StringBuilder out);

    void number(Json.Whole whole, StringBuilder out) {
        out.append(whole.value());
    }

    abstract void number(Json.Real real, StringBuilder out);

    /** The members by the code points of their names. */
    static List<Map.Entry<String, Json>> byCodePoint(Json.Obj object) {
        List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
        members.sort(Map.Entry.comparingByKey(OlpcWriter.CODE_POINT_ORDER));
        return members;
    }

    /** The escape that every reader knows. */
    static void hexEscape(char c, StringBuilder out) {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
    }
}
