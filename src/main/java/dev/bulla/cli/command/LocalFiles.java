package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that the user names in a call. */
final class LocalFiles {

    private LocalFiles() {}

    /**
     * A whole file.
     *
     * @throws NotFoundException when there is none
     * @throws StorageException when it cannot be read or has more than {@code limit} bytes
     */
    static Bytes read(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new StorageException("file " + file + " has more than " + limit + " bytes");
            }
            return Bytes.adopt(content);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("file " + file + " does not exist");
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + reason(e), e);
        }
    }

    /**
     * Writes a whole file in place of what was there; a reader sees the old or the new one, never half of it.
     *
     * @throws StorageException when it cannot be written
     */
    static void write(Path file, Bytes content) {
        Path fresh = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(fresh, content.toByteArray());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            delete(fresh);
            throw new StorageException("file " + file + " cannot be written: " + reason(e), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the failure to write is what the user has to hear of
        }
    }

    /** What the system said, without the path that its message begins with. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String system = e instanceof FileSystemException failed ? failed.getReason() : null;
        return system == null ? String.valueOf(e.getMessage()) : system;
    }
}
