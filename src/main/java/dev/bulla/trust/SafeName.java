package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.PercentCode;
import java.util.Locale;
import java.util.Set;

/**
 * File names for foreign names: role names and target paths, which may hold slashes, dots, control characters or the
 * names of devices. Different names have different file names, and none leaves its directory.
 */
public final class SafeName {
    /** File systems allow 255 bytes; the rest is for endings. */
    private static final int MAX_LENGTH = 200;

    private static final int HASHED_LENGTH = 2 + 64;

    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafeName() {}

    /** The file name for {@code name}, its letters as they are. */
    public static String of(String name) {
        return shortened(name, PercentCode.name(name));
    }

    /** The file name for {@code name} on file systems that may not tell cases apart. */
    public static String caseless(String name) {
        return shortened(name, PercentCode.caselessName(name));
    }

    private static String shortened(String name, String code) {
        if (code.length() > MAX_LENGTH) {
            return "h-" + HashFunction.SHA256.hash(Bytes.utf8(name)).hex();
        }
        boolean dots = code.equals(".") || code.equals("..");
        if (dots || isDevice(code) || looksHashed(code)) {
            return "%" + Integer.toHexString(code.charAt(0)).toUpperCase(Locale.ROOT) + code.substring(1);
        }
        return code;
    }

    /** A name that is spelled like the short form of a long one. */
    private static boolean looksHashed(String code) {
        return code.length() == HASHED_LENGTH && code.startsWith("h-");
    }

    private static boolean isDevice(String code) {
        int dot = code.indexOf('.');
        String stem = (dot < 0 ? code : code.substring(0, dot)).toLowerCase(Locale.ROOT);
        boolean numbered = stem.length() == 4 && (stem.startsWith("com") || stem.startsWith("lpt"));
        return DEVICES.contains(stem) || (numbered && Character.isDigit(stem.charAt(3)));
    }
}
