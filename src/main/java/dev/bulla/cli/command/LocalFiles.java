package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.StorageException;
import dev.bulla.trust.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user names in a call. */
public final class LocalFiles {

    /** RFC 1952: the first two bytes of gzip. */
    private static final int GZIP = 0x1f8b;

    /** POSIX ustar: where the magic stands in the first header. */
    private static final int TAR_MAGIC = 257;

    private LocalFiles() {}

    /** What a file looks like from its first bytes. */
    enum Kind {
        /** Begins with an object of JSON. */
        JSON,
        /** A tar or a gzip. */
        ARCHIVE,
        /** Neither. */
        OTHER
    }

    /**
     * What {@code file} looks like.
     *
     * @throws NotFoundException when there is none
     * @throws StorageException when it cannot be read
     */
    static Kind kind(Path file) {
        byte[] head = open(file, in -> in.readNBytes(512));
        if (head.length > 1 && ((head[0] & 0xff) << 8 | (head[1] & 0xff)) == GZIP) {
            return Kind.ARCHIVE;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("ustar", TAR_MAGIC)) {
            return Kind.ARCHIVE;
        }
        return text.stripLeading().startsWith("{") ? Kind.JSON : Kind.OTHER;
    }

    /**
     * A whole file.
     *
     * @throws NotFoundException when there is none
     * @throws StorageException when it cannot be read or has more than {@code limit} bytes
     */
    public static Bytes read(Path file, int limit) {
        byte[] content = open(file, in -> in.readNBytes(limit + 1));
        if (content.length > limit) {
            throw new StorageException("file " + file + " has more than " + limit + " bytes");
        }
        return Bytes.adopt(content);
    }

    private interface Reading {
        byte[] read(InputStream in) throws IOException;
    }

    private static byte[] open(Path file, Reading reading) {
        try (InputStream in = Files.newInputStream(file)) {
            return reading.read(in);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("file " + file + " does not exist");
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + reason(e), e);
        }
    }

    /**
     * Writes a whole file in place of what was there; a reader sees the old or the new one, never half of it.
     *
     * @param secret only the owner may read it, from its first moment on
     * @throws StorageException when it cannot be written
     */
    public static void write(Path file, boolean secret, Bytes content) {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            throw new StorageException("file " + file + " cannot be written: it is no file");
        }
        AtomicFile.write(folder, name.toString(), secret, content::writeTo);
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
