package dev.bulla.publish.tree;

import dev.bulla.oci.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The few foreign names that become paths, since clients ask web servers for them: segment by segment of letters, digits
 * and marks that no file system and no address reads otherwise, below a directory and through no link.
 */
final class PlainFolders {
    /** File systems allow 255 bytes; a sha256 and a dot may stand before the last name. */
    private static final int MAX_SEGMENT = 150;

    /** Deeper names are no artifacts. */
    private static final int MAX_SEGMENTS = 32;

    private static final String MARKS = "._-+@=:,~";

    private PlainFolders() {}

    /** True when each segment is plain: neither empty nor hidden, nor {@code .} or {@code ..}. */
    static boolean arePlain(String... segments) {
        if (segments.length > MAX_SEGMENTS) {
            return false;
        }
        for (String segment : segments) {
            boolean plain = !segment.isEmpty() && segment.length() <= MAX_SEGMENT && segment.charAt(0) != '.';
            for (int i = 0; plain && i < segment.length(); i++) {
                char c = segment.charAt(i);
                plain = (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || MARKS.indexOf(c) >= 0;
            }
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The directory of the last of these plain segments, made where it is missing; links in the way are not followed. */
    static Path below(Path directory, String... segments) {
        Path folder = directory;
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < segments.length - 1; i++) {
                folder = folder.resolve(segments[i]);
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(folder);
                }
            }
            return folder;
        } catch (IOException e) {
            throw FileFailure.because("cannot use directory " + folder, e);
        }
    }
}
