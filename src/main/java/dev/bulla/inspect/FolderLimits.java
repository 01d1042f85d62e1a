package dev.bulla.inspect;

/**
 * Bounds of what is recorded from a folder or archive.
 *
 * @param maxFiles files, those behind symbolic links included
 * @param maxBytes bytes of all of them together
 * @param maxDepth folders within folders
 */
public record FolderLimits(int maxFiles, long maxBytes, int maxDepth) {
    /** 100 000 files: a large source tree has a tenth. */
    public static final int MAX_FILES = 100_000;

    /** 8 GiB: a thick bundle with several images. */
    public static final long MAX_BYTES = 8L << 30;

    /** 64 folders within one another; longer paths do not fit artifact names. */
    public static final int MAX_DEPTH = 64;

    /** For the product that is verified and the files of a step. */
    public static FolderLimits standard() {
        return new FolderLimits(MAX_FILES, MAX_BYTES, MAX_DEPTH);
    }
}
