package dev.bulla.inspect;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads small files whole; a longer one is cut one byte beyond the limit, so that its reader sees that it is too long. */
public final class BoundedFile {
    private BoundedFile() {}

    /**
     * The content of a regular file, or empty when there is none at this path.
     *
     * @throws StorageException when it cannot be read
     */
    public static Optional<Bytes> read(Path file, int maxBytes) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty(); // a pipe or device would block or never end
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(Bytes.adopt(in.readNBytes(maxBytes + 1)));
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
