package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The words of a JSON document: strings, integers and literals, each recognised in place without building a value. The
 * document has been checked to be UTF-8 without raw control characters before ({@link StrictUtf8}).
 */
final class JsonTokens {
    /** 2^53-1 has sixteen digits. */
    private static final int MAX_SAFE_DIGITS = 16;

    private static final long MAX_SAFE = (1L << 53) - 1;

    private final Bytes document;
    private final ByteBuffer view;
    private final int maxText;

    /** Where the token begins, quotation mark included. */
    int start;

    /** Behind the token, quotation mark included. */
    int end;

    /** The string holds an escape. */
    boolean escaped;

    /** Written as canonical JSON writes it. */
    boolean canonical;

    /** Value of the last integer. */
    long whole;

    JsonTokens(Bytes document, int maxText) {
        this.document = document;
        this.view = document.asReadOnlyBuffer();
        this.maxText = maxText;
    }

    /** Recognises the string that begins at {@code at}, where its quotation mark stands. */
    void string(int at) {
        start = at;
        escaped = false;
        canonical = true;
        int i = at + 1;
        int length = document.length();
        while (i < length) {
            byte b = document.at(i);
            if (b == '"') {
                end = i + 1;
                checkLength();
                return;
            }
            if (b < 0x20 && b >= 0) {
                throw JsonException.malformed("raw control character in a string at byte " + i);
            }
            i = b == '\\' ? escape(i) : i + 1;
        }
        throw JsonException.malformed("string without end at byte " + at);
    }

    private void checkLength() {
        if (end - start - 2 > maxText && text(start, end, escaped).length() > maxText) {
            throw JsonException.limit("string of more than " + maxText + " characters at byte " + start);
        }
    }

    private int escape(int at) {
        escaped = true;
        return switch (document.at(Math.min(at + 1, document.length() - 1))) {
            case '"', '\\' -> at + 2;
            case '/', 'b', 'f', 'n', 'r', 't' -> {
                canonical = false;
                yield at + 2;
            }
            case 'u' -> {
                canonical = false;
                yield unicodeEscape(at);
            }
            default -> throw JsonException.malformed("unknown escape at byte " + at);
        };
    }

    /** Half a surrogate pair has no UTF-8 form and would not survive writing. */
    private int unicodeEscape(int at) {
        int unit = hex4(at + 2);
        if (Character.isHighSurrogate((char) unit)) {
            boolean second = at + 12 <= document.length() && document.at(at + 6) == '\\' && document.at(at + 7) == 'u';
            if (!second || !Character.isLowSurrogate((char) hex4(at + 8))) {
                throw JsonException.malformed("string with a lone surrogate");
            }
            return at + 12;
        }
        if (Character.isLowSurrogate((char) unit)) {
            throw JsonException.malformed("string with a lone surrogate");
        }
        return at + 6;
    }

    private int hex4(int at) {
        if (at + 4 > document.length()) {
            throw JsonException.malformed("escape without end at byte " + at);
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(document.at(i), 16);
            if (digit < 0) {
                throw JsonException.malformed("escape without four hex digits at byte " + i);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Recognises the integer that begins at {@code at}; fractions, exponents and unsafe sizes are refused. */
    void integer(int at) {
        start = at;
        boolean negative = document.at(at) == '-';
        int first = negative ? at + 1 : at;
        int i = first;
        long value = 0;
        while (i < document.length() && isDigit(document.at(i))) {
            if (i - first < MAX_SAFE_DIGITS) {
                value = value * 10 + (document.at(i) - '0');
            }
            i++;
        }
        if (i == first || (document.at(first) == '0' && i > first + 1)) {
            throw JsonException.malformed("not a number at byte " + at);
        }
        if (i < document.length() && (document.at(i) == '.' || document.at(i) == 'e' || document.at(i) == 'E')) {
            throw JsonException.malformed("number with fraction or exponent at byte " + at);
        }
        if (i - first > MAX_SAFE_DIGITS || value > MAX_SAFE) {
            throw JsonException.malformed("integer beyond 2^53-1 at byte " + at);
        }
        end = i;
        whole = negative ? -value : value;
        canonical = !(negative && value == 0);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Recognises {@code word} at {@code at}. */
    void literal(int at, String word) {
        start = at;
        end = at + word.length();
        canonical = true;
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= document.length() || document.at(at + i) != word.charAt(i)) {
                throw JsonException.malformed("not a JSON value at byte " + at);
            }
        }
    }

    /** The characters of the string token {@code [from, to)}. */
    String text(int from, int to, boolean withEscapes) {
        byte[] inside = new byte[to - from - 2];
        view.get(from + 1, inside);
        String raw = new String(inside, StandardCharsets.UTF_8);
        return withEscapes ? unescaped(raw) : raw;
    }

    private static String unescaped(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(i++);
            if (kind == 'u') {
                text.append((char) Integer.parseInt(raw, i, i + 4, 16));
                i += 4;
            } else {
                text.append(plain(kind));
            }
        }
        return text.toString();
    }

    private static char plain(char kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    /** The characters of the string just recognised. */
    String text() {
        return text(start, end, escaped);
    }

    /** True when the string just recognised is {@code ascii}; a spelling with escapes is built and compared. */
    boolean is(String ascii) {
        if (escaped) {
            return text().equals(ascii);
        }
        if (end - start - 2 != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (document.at(start + 1 + i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Compares the string just recognised with an earlier one, by code point. */
    int compareWith(int otherStart, int otherEnd, boolean otherEscaped) {
        if (escaped || otherEscaped) {
            return OlpcWriter.CODE_POINT_ORDER.compare(text(), text(otherStart, otherEnd, otherEscaped));
        }
        int shorter = Math.min(end - start, otherEnd - otherStart) - 1;
        for (int i = 1; i < shorter; i++) {
            int difference = (document.at(start + i) & 0xFF) - (document.at(otherStart + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(end - start, otherEnd - otherStart);
    }
}
