package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * OLPC canonical JSON, the signed form of TUF, in-toto Metablock and Bulla's signatures: no whitespace, members sorted by
 * code point, only {@code "} and {@code \} escaped, integers only. The result need not be valid JSON, since control
 * characters stay raw. Not to be confused with {@link JcsWriter}.
 */
public final class OlpcWriter {
    /** Code point order, which is also the order of the UTF-8 bytes; {@link String#compareTo} differs above U+FFFF. */
    public static final Comparator<String> CODE_POINT_ORDER = OlpcWriter::compareCodePoints;

    private OlpcWriter() {}

    /**
     * The canonical bytes of {@code value}.
     *
     * @throws JsonException when it contains a number with fraction or exponent
     */
    public static Bytes write(Json value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return Bytes.utf8(out.toString());
    }

    private static void append(Json value, StringBuilder out) {
        switch (value) {
            case Json.Null n -> out.append("null");
            case Json.Bool bool -> out.append(bool.value());
            case Json.Text text -> appendText(text.value(), out);
            case Json.Whole whole -> out.append(whole.value());
            case Json.Real real -> throw JsonException.malformed("canonical JSON has no number " + real.text());
            case Json.Arr array -> appendArray(array, out);
            case Json.Obj object -> appendObject(object, out);
        }
    }

    private static void appendArray(Json.Arr array, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Json item : array.items()) {
            out.append(separator);
            append(item, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void appendObject(Json.Obj object, StringBuilder out) {
        List<Map.Entry<String, Json>> members = new ArrayList<>(object.members().entrySet());
        members.sort(Map.Entry.comparingByKey(CODE_POINT_ORDER));
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : members) {
            out.append(separator);
            appendText(member.getKey(), out);
            out.append(':');
            append(member.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static int compareCodePoints(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // a surrogate stands for a code point above every other UTF-16 unit
                boolean highX = Character.isSurrogate(x);
                boolean highY = Character.isSurrogate(y);
                return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
