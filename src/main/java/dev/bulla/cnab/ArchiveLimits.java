package dev.bulla.cnab;

/**
 * What is read of a thick bundle before it is given up. There is no unlimited variant.
 *
 * @param maxEntries entries of the archive, directories included
 * @param maxEntryBytes longest entry, uncompressed
 * @param maxTotalBytes whole archive, uncompressed
 * @param maxRatio most uncompressed bytes per compressed byte, looked at once {@link #RATIO_FLOOR} bytes came out
 */
public record ArchiveLimits(int maxEntries, long maxEntryBytes, long maxTotalBytes, int maxRatio) {
    /** 16 MiB: below this the ratio says nothing and a bomb does no harm. */
    static final long RATIO_FLOOR = 16L << 20;

    /** 256 KiB of headers before one entry; names of an image layout need less than one. */
    static final int MAX_HEADER_BYTES = 256 << 10;

    /** Longest name of an entry; the longest of an image layout has 158 characters. */
    static final int MAX_NAME = 1024;

    /** Refuses limits that limit nothing. */
    public ArchiveLimits {
        if (maxEntries <= 0 || maxEntryBytes <= 0 || maxTotalBytes <= 0 || maxRatio <= 0) {
            throw new IllegalArgumentException("archive limits must be positive");
        }
    }

    /**
     * 20,000 entries (twice the descriptors that are followed in a graph), 64 GiB an entry, 256 GiB in all, and a ratio of
     * 200, which layers that are archives of programs stay far below.
     */
    public static ArchiveLimits standard() {
        return new ArchiveLimits(20_000, 64L << 30, 256L << 30, 200);
    }
}
