package dev.bulla.testkit;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that others made, for tests that also check them where they exist: in the folder of system property
 * {@code bulla.vectors}, else in {@code ../shared/vectors} beside the project. A test must make a real check without them.
 */
public final class Vectors {
    private Vectors() {}

    /** The file at {@code path} below the folder of vectors, when there is one. */
    public static Optional<Path> path(String path) {
        Path folder = Path.of(System.getProperty("bulla.vectors", "../shared/vectors"));
        return Optional.of(folder.resolve(path)).filter(Files::isReadable);
    }

    /** The content of the file at {@code path}, when there is one. */
    public static Optional<Bytes> bytes(String path) {
        return path(path).map(file -> {
            try {
                return Bytes.adopt(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
