package dev.bulla.cli.term;

import dev.bulla.bytes.Quoted;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Makes text fit for a terminal. What comes from a registry or a file may hold control sequences that move the cursor,
 * change colours or reverse the order of letters; all of them become visible escapes.
 */
public final class Printable {
    private final boolean utf8;
    private final CharsetEncoder encoder;

    /** For text that is written in {@code charset}. */
    public Printable(Charset charset) {
        this.utf8 = charset.equals(StandardCharsets.UTF_8);
        this.encoder = charset.newEncoder();
    }

    /** True when line drawing and signs can be written. */
    public boolean drawsLines() {
        return utf8;
    }

    /** One line: control, format and direction characters, line ends and lone surrogates are escaped. */
    public String line(String text) {
        int first = 0;
        while (first < text.length() && isPlain(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int c = text.codePointAt(i);
            append(c, safe);
            i += Character.charCount(c);
        }
        return safe.toString();
    }

    private void append(int c, StringBuilder safe) {
        if (c == '\n') {
            safe.append("\\n");
        } else if (c == '\t') {
            safe.append("\\t");
        } else if (Quoted.steers(c)) {
            escape(c, safe);
        } else if (utf8 || (c < 0x10000 && encoder.canEncode((char) c))) {
            safe.appendCodePoint(c);
        } else {
            replace(c, safe);
        }
    }

    private static void replace(int c, StringBuilder safe) {
        switch (c) {
            case '…' -> safe.append("...");
            case '×' -> safe.append('x');
            case '✓' -> safe.append("ok");
            case '✗' -> safe.append("no");
            default -> escape(c, safe);
        }
    }

    private static void escape(int c, StringBuilder safe) {
        for (char unit : Character.toChars(c)) {
            safe.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                safe.append(Character.forDigit((unit >> shift) & 15, 16));
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x7f;
    }
}
