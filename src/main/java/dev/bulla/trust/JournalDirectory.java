package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One small document for each name, changed by one process at a time; what is written replaces the old one whole. */
public final class JournalDirectory {
    private final Path directory;

    /** Documents below {@code directory}, which comes into being with the first of them. */
    public JournalDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * The document of {@code name}, if there is one.
     *
     * @param limit longest document that is read
     * @throws StorageException when it cannot be read or is longer
     */
    public Optional<Bytes> read(String name, int limit) {
        return Files.isDirectory(directory)
                ? content(AtomicFile.realDirectory(directory), name, limit)
                : Optional.empty();
    }

    /**
     * Replaces the document of {@code name} by what {@code change} makes of it; an empty result deletes it.
     *
     * @throws StorageException when it cannot be read or written
     */
    public void update(String name, int limit, UnaryOperator<Optional<Bytes>> change) {
        Path real = AtomicFile.realDirectory(directory);
        DirectoryLock lock = DirectoryLock.on(real);
        try {
            Optional<Bytes> before = content(real, name, limit);
            Optional<Bytes> after = change.apply(before);
            if (after.isPresent()) {
                AtomicFile.write(real, file(name), true, after.get()::writeTo);
            } else if (before.isPresent()) {
                Files.delete(real.resolve(file(name)));
                AtomicFile.sync(real);
            }
        } catch (IOException e) {
            throw new StorageException("cannot delete " + real.resolve(file(name)) + ": " + AtomicFile.describe(e), e);
        } finally {
            lock.close();
        }
    }

    private static Optional<Bytes> content(Path real, String name, int limit) {
        Path file = real.resolve(file(name));
        if (!AtomicFile.isThere(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new StorageException(file + " has more than " + limit + " bytes");
            }
            return Optional.of(Bytes.adopt(content));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + AtomicFile.describe(e), e);
        }
    }

    private static String file(String name) {
        return SafeName.caseless(name) + ".json";
    }
}
