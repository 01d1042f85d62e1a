package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Files that appear whole or not at all: written under a temporary name, forced to the disk, then renamed. */
final class Disk {
    private static final String TEMPORARY_PREFIX = ".bulla-";
    private static final String TEMPORARY_SUFFIX = ".part";

    /** A writer that was killed leaves its temporary file; after this long nobody can still be writing it. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** Names already taken by killed writers with our process number; more of them than this is no accident. */
    private static final int MAX_NAME_TRIES = 1000;

    private static final AtomicLong COUNTER = new AtomicLong();

    private Disk() {}

    /** A new, empty file in {@code directory} whose name no reader of layouts looks at. */
    static Path temporary(Path directory) throws IOException {
        for (int i = 0; i < MAX_NAME_TRIES; i++) {
            Path file = directory.resolve(TEMPORARY_PREFIX
                    + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + TEMPORARY_SUFFIX);
            try {
                return Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // a killed writer of the same process number left it
            }
        }
        throw new IOException("no free temporary name");
    }

    /** Removes temporary files in {@code directory} that are a day older than {@code fresh}. */
    static void sweep(Path directory, Path fresh) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, TEMPORARY_PREFIX + "*" + TEMPORARY_SUFFIX)) {
            Instant limit = Files.getLastModifiedTime(fresh).toInstant().minus(ABANDONED);
            for (Path file : files) {
                if (Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // another writer finished meanwhile, or may not be tidied up after; what is to be written does not depend
            // on it
        }
    }

    /** True for the names that {@link #temporary} gives. */
    static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    }

    /** Replaces {@code target} by {@code content} in one step. */
    static void replace(Path target, Bytes content) throws IOException {
        Path temporary = temporary(directoryOf(target));
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                writeAll(out, content.asReadOnlyBuffer());
                out.force(true);
            }
            moveInPlaceOf(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
        forceDirectory(directoryOf(target));
    }

    /** Gives {@code temporary} its final name in one step. */
    static void moveInto(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives {@code temporary} its final name in one step, and the permissions of the file that had it before. */
    static void moveInPlaceOf(Path temporary, Path target) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (old != null && Files.isRegularFile(target)) {
            Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
        }
        moveInto(temporary, target);
    }

    /** Makes renames in {@code directory} survive a power failure, where the system can do that. */
    static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // some systems cannot open a directory; the rename itself has happened
        }
    }

    static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** The failure for people: what was done to which file, and why it did not work. */
    static StorageException failed(String doing, Path file, IOException cause) {
        return FileFailure.because(doing + " " + file + " failed", cause);
    }
}
