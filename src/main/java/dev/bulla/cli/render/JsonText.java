package dev.bulla.cli.render;

import dev.bulla.json.Json;
import java.util.Map;

/**
 * Writes the JSON documents of {@code --format json}: indented by two, members in the order given, every character
 * outside ASCII as it is except controls and lone surrogates. Never for bytes that are signed or hashed.
 */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The document without a final line end. */
    public static String of(Json value) {
        JsonText text = new JsonText();
        text.append(value, 0);
        return text.out.toString();
    }

    private void append(Json value, int depth) {
        switch (value) {
            case Json.Null n -> out.append("null");
            case Json.Bool bool -> out.append(bool.value());
            case Json.Text text -> quote(text.value());
            case Json.Whole whole -> out.append(whole.value());
            case Json.Real real -> out.append(real.text());
            case Json.Arr array -> items(array, depth);
            case Json.Obj object -> members(object, depth);
        }
    }

    private void items(Json.Arr array, int depth) {
        out.append('[');
        String separator = "";
        for (Json item : array.items()) {
            out.append(separator);
            newLine(depth + 1);
            append(item, depth + 1);
            separator = ",";
        }
        close(array.items().isEmpty(), depth, ']');
    }

    private void members(Json.Obj object, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            out.append(separator);
            newLine(depth + 1);
            quote(member.getKey());
            out.append(": ");
            append(member.getValue(), depth + 1);
            separator = ",";
        }
        close(object.members().isEmpty(), depth, '}');
    }

    private void close(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || isDirection(c) || isLone(text, i)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Line separators and direction marks are legal in JSON and still must not act on a terminal. */
    private static boolean isDirection(char c) {
        return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f);
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 15, 16));
        }
    }
}
