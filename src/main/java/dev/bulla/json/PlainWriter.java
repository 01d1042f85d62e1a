package dev.bulla.json;

import dev.bulla.bytes.Bytes;

/**
 * Writes a document that others own a part of: members keep their order and numbers the text they were read in, so that
 * what was not understood is handed on with equal value (the {@code index.json} of an image layout, a fallback index).
 * No whitespace. For documents that are signed or compared byte by byte use {@link OlpcWriter} or {@link JcsWriter}.
 */
public final class PlainWriter {
    private PlainWriter() {}

    /** The UTF-8 bytes of {@code value}. */
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
            case Json.Real real -> out.append(real.text());
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
                for (var member : object.members().entrySet()) {
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

    private static void appendText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
