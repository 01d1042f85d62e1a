package dev.bulla.json;

/**
 * What a strict reader accepts. There is no unlimited variant.
 *
 * @param maxBytes longest document in bytes
 * @param maxDepth deepest nesting of arrays and objects
 * @param maxText longest string or member name in UTF-16 units
 * @param numbers which numbers may occur
 * @param maxValues most values in the document
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxText, Numbers numbers, int maxValues) {
    /** Nesting that no honest document reaches; the bound of tuf.md and of in-toto documents alike. */
    public static final int MAX_DEPTH = 64;

    /** 5 MiB: the longest string that any peer writes (an inlined log) stays far below. */
    public static final int MAX_TEXT = 5 << 20;

    /** A million values: each takes many times its bytes in memory, and no honest document comes near. */
    public static final int MAX_VALUES = 1_000_000;

    /** Ten thousand descriptors, as many as are followed, have half of these; several manifests are read at a time. */
    private static final int MAX_MANIFEST_VALUES = 200_000;

    /** The limits with {@link #MAX_VALUES}. */
    public JsonLimits(int maxBytes, int maxDepth, int maxText, Numbers numbers) {
        this(maxBytes, maxDepth, maxText, numbers, MAX_VALUES);
    }

    /** Which numbers a document may contain. */
    public enum Numbers {
        /** Integers of at most 2^53-1 in size: exact in every peer language. */
        SAFE_INTEGERS,
        /** Integers of any size (at most 1000 digits); no fraction or exponent. */
        ANY_INTEGERS,
        /** Every JSON number, for {@code bundle.json} and other documents that nobody canonicalises by OLPC. */
        ALL
    }

    /** Manifests and indexes: 4 MiB; foreign annotations and platforms may hold any number. */
    public static JsonLimits manifest() {
        return new JsonLimits(4 << 20, MAX_DEPTH, MAX_TEXT, Numbers.ALL, MAX_MANIFEST_VALUES);
    }

    /** Signed documents with at most {@code maxBytes}; safe integers only. */
    public static JsonLimits signed(int maxBytes) {
        return new JsonLimits(maxBytes, MAX_DEPTH, MAX_TEXT, Numbers.SAFE_INTEGERS);
    }

    /** The same limits with other numbers. */
    public JsonLimits numbers(Numbers other) {
        return new JsonLimits(maxBytes, maxDepth, maxText, other, maxValues);
    }
}
