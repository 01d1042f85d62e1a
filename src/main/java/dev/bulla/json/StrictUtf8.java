package dev.bulla.json;

import dev.bulla.bytes.Bytes;

/**
 * Checks that a document is UTF-8 and nothing else before a parser may guess its encoding: no byte order mark, no
 * malformed or overlong sequence, no encoded surrogate, no raw control character (RFC 8259 sections 7 and 8.1).
 */
final class StrictUtf8 {
    private StrictUtf8() {}

    static void check(Bytes document) {
        int length = document.length();
        if (length >= 3
                && document.at(0) == (byte) 0xEF
                && document.at(1) == (byte) 0xBB
                && document.at(2) == (byte) 0xBF) {
            throw JsonException.malformed("document starts with a byte order mark");
        }
        int i = 0;
        while (i < length) {
            int b = document.at(i) & 0xFF;
            if (b < 0x80) {
                if (b < 0x20 && b != '\t' && b != '\n' && b != '\r') {
                    throw JsonException.malformed("raw control character at byte " + i);
                }
                i++;
            } else {
                i += sequenceLength(document, i, b);
            }
        }
    }

    private static int sequenceLength(Bytes document, int at, int lead) {
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || at + length > document.length()) {
            throw malformed(at);
        }
        int second = document.at(at + 1) & 0xFF;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) {
            throw malformed(at);
        }
        for (int i = 2; i < length; i++) {
            if ((document.at(at + i) & 0xC0) != 0x80) {
                throw malformed(at);
            }
        }
        return length;
    }

    private static JsonException malformed(int at) {
        return JsonException.malformed("not UTF-8 at byte " + at);
    }
}
