package dev.bulla.trust;

import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Writes a file so that a reader sees the old one or the new one and nothing between, even when the machine stops: a
 * temporary file in the same directory, forced to the disk, then renamed.
 */
public final class AtomicFile {
    /** Left-over temporary files of that many crashed runs are stepped over. */
    private static final int MAX_ATTEMPTS = 100;

    private AtomicFile() {}

    /** Writes the content. */
    public interface Writer {
        /** Writes to {@code out}, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Creates or replaces {@code name} in {@code directory}; when {@code content} throws, nothing has changed.
     *
     * @param secret only the owner may read the file, from its first moment on
     * @throws StorageException when the file cannot be written
     */
    public static void write(Path directory, String name, boolean secret, Writer content) {
        try {
            adopt(prepare(directory, name, secret, true, content), directory, name);
            sync(directory);
        } catch (IOException e) {
            throw FileFailure.because("cannot write " + directory.resolve(name), e);
        }
    }

    /**
     * Creates or replaces a file that is worth nothing but time: after a crash of the system it may be empty or torn, and
     * its reader has to tell.
     */
    static void writeCache(Path directory, String name, Writer content) {
        try {
            adopt(prepare(directory, name, true, false, content), directory, name);
        } catch (IOException e) {
            throw FileFailure.because("cannot write " + directory.resolve(name), e);
        }
    }

    /**
     * Writes the content beside its place.
     *
     * @param durable true to return only when the bytes are on the disk
     */
    static Path prepare(Path directory, String name, boolean secret, boolean durable, Writer content)
            throws IOException {
        Path temporary = create(directory, name, secret);
        boolean done = false;
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            content.writeTo(out);
            out.flush();
            if (durable) {
                channel.force(true);
            }
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
        return temporary;
    }

    /** Moves what was prepared to its place; how durable that is, {@link #sync} says. */
    static void adopt(Path temporary, Path directory, String name) throws IOException {
        boolean done = false;
        try {
            Files.move(
                    temporary,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static Path create(Path directory, String name, boolean secret) throws IOException {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try {
                return Files.createFile(
                        directory.resolve("." + name + "." + i + ".tmp"), attributes(directory, secret));
            } catch (FileAlreadyExistsException e) {
                // of another run, or of one that crashed
            }
        }
        throw new IOException("too many temporary files are left there");
    }

    private static FileAttribute<?>[] attributes(Path directory, boolean secret) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!secret || !posix) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> owner = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    /** Makes a rename or a deletion durable where the system lets directories be forced. */
    static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // some systems do not open directories; the rename itself was atomic
        }
    }

    /** The directory as it really is; created when missing. */
    static Path realDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            return directory.toRealPath();
        } catch (IOException e) {
            throw FileFailure.because("cannot use directory " + directory, e);
        }
    }

    /** True when there is a plain file of this name; a link or a directory in its place is an error. */
    static boolean isThere(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StorageException(file + " is no plain file; links are not followed here");
        }
        return true;
    }

    /** What an I/O exception says, without the file's name. */
    static String describe(IOException e) {
        return FileFailure.reason(e);
    }
}
