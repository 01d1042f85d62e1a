package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.util.TreeMap;

/**
 * JSON canonicalization scheme, RFC 8785: the form in which {@code bundle.json} is written. Members sorted by UTF-16 code
 * unit, short escapes, numbers as ECMAScript prints them. Not to be confused with {@link OlpcWriter}.
 */
public final class JcsWriter {
    private static final BigInteger MAX_EXACT = BigInteger.ONE.shiftLeft(53);

    private JcsWriter() {}

    /**
     * The canonical bytes of {@code value} (RFC 8785 section 3.2).
     *
     * @throws JsonException for an integer beyond 2^53 or a number beyond the range of a double
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
            case Json.Whole whole -> out.append(exact(whole.value()));
            case Json.Real real -> out.append(EcmaNumber.format(Double.parseDouble(real.text())));
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
                for (var member : new TreeMap<>(object.members()).entrySet()) {
                    out.append(separator);
                    appendText(member.getKey(), out);
                    out.append(':');
                    append(member.getValue(), out);
                    separator = ",";
                }
                out.append('}');
            }
        }
    }

    private static BigInteger exact(BigInteger value) {
        if (value.abs().compareTo(MAX_EXACT) > 0) {
            throw JsonException.malformed("integer " + value + " is beyond 2^53 and would change");
        }
        return value;
    }

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
