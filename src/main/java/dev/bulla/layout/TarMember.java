package dev.bulla.layout;

/**
 * A regular file in an archive.
 *
 * @param name its name in the archive, never a path
 * @param offset where its data begins
 * @param size how many bytes of data the archive holds
 * @param sparse true when the archive leaves out runs of zeros, so that its data is not the file
 */
record TarMember(String name, long offset, long size, boolean sparse) {}
