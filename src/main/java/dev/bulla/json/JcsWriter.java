package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON canonicalization scheme, RFC 8785: the form in which {@code bundle.json} is written. Members sorted by UTF-16 code
 * unit, short escapes, numbers as ECMAScript prints them. Not to be confused with {@link OlpcWriter}.
 */
public final class JcsWriter {
    private static final BigInteger MAX_EXACT = BigInteger.ONE.shiftLeft(53);

    private static final CompactWriter FORM = new CompactWriter() {
        @Override
        Iterable<Map.Entry<String, Json>> members(Json.Obj object) {
            return new TreeMap<>(object.members()).entrySet();
        }

        @Override
        void control(char c, StringBuilder out) {
            switch (c) {
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> hexEscape(c, out);
            }
        }

        @Override
        void number(Json.Whole whole, StringBuilder out) {
            if (whole.value().abs().compareTo(MAX_EXACT) > 0) {
                throw JsonException.malformed("integer " + whole.value() + " is beyond 2^53 and would change");
            }
            out.append(whole.value());
        }

        @Override
        void number(Json.Real real, StringBuilder out) {
            out.append(EcmaNumber.format(Double.parseDouble(real.text())));
        }
    };

    private JcsWriter() {}

    /**
     * The canonical bytes of {@code value} (RFC 8785 section 3.2).
     *
     * @throws JsonException for an integer beyond 2^53 or a number beyond the range of a double
     */
    public static Bytes write(Json value) {
        return FORM.bytes(value);
    }
}
