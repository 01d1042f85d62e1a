package dev.bulla.trust;

import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** One user of a directory at a time, among threads and among processes; a second one waits. */
final class DirectoryLock implements AutoCloseable {
    /** Directories locked by this process: the system's locks belong to processes and do not keep threads apart. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Waits until {@code directory} is free and takes it. */
    static DirectoryLock on(Path directory) {
        hold(directory);
        try {
            FileChannel channel = FileChannel.open(
                    directory.resolve(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            channel.lock();
            return new DirectoryLock(directory, channel);
        } catch (IOException e) {
            release(directory);
            throw FileFailure.because("cannot lock " + directory, e);
        }
    }

    /** What is locked. */
    Path directory() {
        return directory;
    }

    private static void hold(Path directory) {
        synchronized (HELD) {
            while (!HELD.add(directory)) {
                try {
                    HELD.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StorageException("interrupted while waiting for " + directory, e);
                }
            }
        }
    }

    private static void release(Path directory) {
        synchronized (HELD) {
            HELD.remove(directory);
            HELD.notifyAll();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot unlock " + directory + ": " + AtomicFile.describe(e), e);
        } finally {
            release(directory);
        }
    }
}
