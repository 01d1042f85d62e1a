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

    /** What the system said, without the path that its message begins with. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String system = e instanceof FileSystemException failed ? failed.getReason() : null;
        return system == null ? String.valueOf(e.getMessage()) : system;
    }
}
