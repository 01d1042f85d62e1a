package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.Comparator;
import java.util.Map;

/**
 * OLPC canonical JSON, the signed form of TUF, in-toto Metablock and Bulla's signatures: no whitespace, members sorted by
 * code point, only {@code "} and {@code \} escaped, integers only. The result need not be valid JSON, since control
 * characters stay raw. Not to be confused with {@link JcsWriter}.
 */
public final class OlpcWriter {
    /** Code point order, which is also the order of the UTF-8 bytes; {@link String#compareTo} differs above U+FFFF. */
    public static final Comparator<String> CODE_POINT_ORDER = OlpcWriter::compareCodePoints;

    private static final CompactWriter FORM = new CompactWriter() {
        @Override
        Iterable<Map.Entry<String, Json>> members(Json.Obj object) {
            return byCodePoint(object);
        }

        @Override
        void control(char c, StringBuilder out) {
            out.append(c);
        }

        @Override
        void number(Json.Real real, StringBuilder out) {
            throw JsonException.malformed("canonical JSON has no number " + real.text());
        }
    };

    private OlpcWriter() {}

    /**
     * The canonical bytes of {@code value}.
     *
     * @throws JsonException when it contains a number with fraction or exponent
     */
    public static Bytes write(Json value) {
        return FORM.bytes(value);
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
