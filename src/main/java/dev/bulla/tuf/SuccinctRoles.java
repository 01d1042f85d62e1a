package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonException;
import java.util.Locale;

/**
 * Delegation to 2^{@code bitLength} bins with one set of keys, by the leading bits of the path's sha256 (TAP 15). The one
 * bin of a path is computed; bins are never enumerated while reading.
 *
 * @param keys who signs every bin
 * @param bitLength 1 to 32
 * @param namePrefix what the names of the bins begin with
 */
public record SuccinctRoles(RoleKeys keys, int bitLength, String namePrefix) {
    /** More bits than this are not defined by TAP 15. */
    public static final int MAX_BITS = 32;

    /** Refuses bit lengths outside 1 to 32, and prefixes that leave no room for the number of the bin. */
    public SuccinctRoles {
        if (bitLength < 1 || bitLength > MAX_BITS) {
            throw JsonException.malformed("bit_length is not between 1 and " + MAX_BITS);
        }
        new RoleName(name(namePrefix, bitLength, 0));
    }

    static SuccinctRoles read(Fields succinct, RoleKeys keys) {
        return new SuccinctRoles(keys, (int) succinct.whole("bit_length", 1, MAX_BITS), succinct.text("name_prefix"));
    }

    /** The bin of a path, never terminating. */
    public DelegatedRole binOf(TargetPath path) {
        Bytes hash = path.sha256();
        long first = 0;
        for (int i = 0; i < 4; i++) {
            first = first << 8 | (hash.at(i) & 0xFF);
        }
        return bin(first >>> (MAX_BITS - bitLength));
    }

    /** Bin number {@code index}, counted from 0. */
    public DelegatedRole bin(long index) {
        return DelegatedRole.start(new RoleName(name(namePrefix, bitLength, index)), keys);
    }

    /** Number of bins. */
    public long count() {
        return 1L << bitLength;
    }

    /** True when {@code role} is one of the bins. */
    public boolean names(RoleName role) {
        int digits = digits(bitLength);
        String text = role.value();
        if (text.length() != namePrefix.length() + 1 + digits || !text.startsWith(namePrefix + "-")) {
            return false;
        }
        String hex = text.substring(text.length() - digits);
        for (int i = 0; i < digits; i++) {
            if (Character.digit(hex.charAt(i), 16) < 0 || hex.charAt(i) > 'f') {
                return false;
            }
        }
        return hex.equals(hex.toLowerCase(Locale.ROOT)) && Long.parseLong(hex, 16) < count();
    }

    private static String name(String prefix, int bits, long index) {
        String hex = Long.toHexString(index);
        return prefix + "-" + "0".repeat(digits(bits) - hex.length()) + hex;
    }

    private static int digits(int bits) {
        return (bits + 3) / 4;
    }
}
