package dev.bulla.cnab;

import java.util.List;

/**
 * JSON text as Go's {@code encoding/json} writes it, since the index bytes of other tools come from there: {@code <},
 * {@code >}, {@code &}, U+2028 and U+2029 are escaped, and no short form is used for backspace and form feed (Go before
 * 1.22, with which those tools were built).
 */
final class GoJson {
    private GoJson() {}

    /** {@code text} as a JSON string. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        appendEscape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** A member with a string value, without a comma. */
    static String member(String name, String value) {
        return quote(name) + ":" + quote(value);
    }

    /** An array of strings. */
    static String array(List<String> texts) {
        StringBuilder out = new StringBuilder("[");
        String separator = "";
        for (String text : texts) {
            out.append(separator).append(quote(text));
            separator = ",";
        }
        return out.append(']').toString();
    }

    private static void appendEscape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 15, 16));
        }
    }
}
