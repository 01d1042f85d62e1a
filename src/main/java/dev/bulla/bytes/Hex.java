package dev.bulla.bytes;

import java.util.HexFormat;
import java.util.Optional;

/** Hexadecimal text as digests, key ids and TUF signatures use it. */
public final class Hex {
    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    /** Lower-case text, two digits a byte. */
    public static String encode(byte[] content) {
        return LOWER.formatHex(content);
    }

    /** The bytes that {@code text} names in either case, or empty when it is not an even run of hex digits. */
    public static Optional<Bytes> decode(String text) {
        if ((text.length() & 1) != 0) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(Bytes.adopt(LOWER.parseHex(text)));
    }

    /** True when {@code text} has exactly {@code digits} digits, all of them lower-case hex. */
    public static boolean isLower(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
