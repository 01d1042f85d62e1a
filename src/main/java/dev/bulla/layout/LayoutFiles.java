package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a layout directory. Links in it are followed as far as they stay inside, and devices and pipes are not
 * opened, whatever their names.
 */
final class LayoutFiles {
    private final Path root;

    LayoutFiles(Path root) {
        this.root = root;
    }

    /**
     * The regular file of this name, if there is one.
     *
     * @throws RejectedException {@code MALFORMED} when the name leads out of the layout or to something else
     */
    Optional<Path> existing(String name) throws IOException {
        Path file = root.resolve(name);
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw leadsOut(file);
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                throw new RejectedException(ReasonCode.MALFORMED, file + " is no regular file");
            }
            return Optional.of(real);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** All of the file of this name, if there is one; {@code LIMIT_EXCEEDED} when it is longer than {@code limit} bytes. */
    Optional<Bytes> small(String name, int limit) {
        Path file = root.resolve(name);
        try {
            Optional<Path> there = existing(name);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(there.get(), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(Small.read(in, limit, file));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Disk.failed("reading", file, e);
        }
    }

    /** Makes the directory of this name unless it is there. */
    void directory(String name) throws IOException {
        Path directory = root.resolve(name);
        Files.createDirectories(directory);
        if (!directory.toRealPath().startsWith(root.toRealPath())) {
            throw leadsOut(directory);
        }
    }

    private static RejectedException leadsOut(Path file) {
        return new RejectedException(ReasonCode.MALFORMED, file + " is a link that leads out of the image layout");
    }
}
