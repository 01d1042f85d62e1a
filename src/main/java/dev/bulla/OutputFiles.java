package dev.bulla;

import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes files so that each is whole or absent: to a temporary name beside its own, then renamed. */
final class OutputFiles {
    /** What writes the content of a file. */
    @FunctionalInterface
    interface Writer {
        void to(OutputStream out) throws IOException;
    }

    private final List<Path> written = new ArrayList<>();
    private long bytes;

    List<Path> written() {
        return written;
    }

    long bytes() {
        return bytes;
    }

    void write(Path file, Writer content) {
        Path absolute = file.toAbsolutePath();
        Path temporary = null;
        try {
            Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
            Files.createDirectories(directory);
            temporary = Files.createTempFile(directory, ".bulla-", ".part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                content.to(out);
            }
            bytes += Files.size(temporary);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written.add(file);
        } catch (IOException e) {
            throw FileFailure.because("writing " + file + " failed", e);
        } finally {
            discard(temporary);
        }
    }

    private static void discard(@Nullable Path temporary) {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new StorageException("removing " + temporary + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * A title as a name inside one directory. It comes from the registry, so it is refused unless it is a plain name.
     *
     * @throws RejectedException {@code MALFORMED}
     */
    static String plainName(String title) {
        boolean plain = !title.isEmpty()
                && title.length() <= 200
                && !title.startsWith(".")
                && title.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (!plain) {
            throw new RejectedException(
                    ReasonCode.MALFORMED, "a layer's title is not a plain file name, so it is not written");
        }
        return title;
    }
}
