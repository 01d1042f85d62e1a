package dev.bulla.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Percent-encoding of foreign names (RFC 3986 section 2.1), so that they become parts of addresses and file names and
 * nothing else. Different names have different codes.
 */
public final class PercentCode {
    private static final String UNRESERVED_MARKS = "._~-";

    /** Allowed in a segment of a path beside the unreserved characters (RFC 3986 section 3.3). */
    private static final String SEGMENT_MARKS = "!$&'()*+,;=:@";

    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCode() {}

    /** {@code name} with everything encoded but {@code A-Z a-z 0-9 . _ ~ -}; a slash too. */
    public static String name(String name) {
        return encode(name, UNRESERVED_MARKS, true);
    }

    /** As {@link #name}, upper-case letters encoded as well: for file systems that do not tell cases apart. */
    public static String caselessName(String name) {
        return encode(name, UNRESERVED_MARKS, false);
    }

    /** {@code path} as it stands in an address: its slashes and what a segment may hold stay. */
    public static String path(String path) {
        return encode(path, UNRESERVED_MARKS + SEGMENT_MARKS + "/", true);
    }

    /** The name that {@code code} stands for; empty when a {@code %} has no two digits, or the bytes are no UTF-8. */
    public static Optional<String> decoded(String code) {
        byte[] encoded = code.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            int high = i + 2 <= encoded.length - 1 ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
            if (low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return Bytes.adopt(bytes.toByteArray()).asUtf8();
    }

    private static String encode(String text, String marks, boolean upperCase) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder code = new StringBuilder(utf8.length + 16);
        for (byte b : utf8) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (upperCase && c >= 'A' && c <= 'Z')
                    || marks.indexOf(c) >= 0;
            if (plain) {
                code.append(c);
            } else {
                code.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
        return code.toString();
    }
}
