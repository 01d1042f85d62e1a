package dev.bulla.layout;

import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One writer at a time, among the threads of this program and among all programs that use Bulla. The lock file stays
 * where it is, empty: removing it would let two writers hold locks on two files of one name.
 */
final class WriterLock implements AutoCloseable {
    /** A layout is locked for as long as its index is replaced, a tar file for as long as it is written. */
    private static final long PATIENCE_SECONDS = 60;

    private static final long PAUSE_MILLIS = 5;

    /** Locks of files belong to the whole process, so its threads take turns first. */
    private static final ConcurrentHashMap<Path, Turn> TURNS = new ConcurrentHashMap<>();

    private static final class Turn {
        final Semaphore permit = new Semaphore(1, true);
        int users;
    }

    private final Path file;
    private final Turn turn;
    private final FileChannel channel;

    private WriterLock(Path file, Turn turn, FileChannel channel) {
        this.file = file;
        this.turn = turn;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param file the lock file, made when absent; a link is not followed
     * @param place what is locked, for messages
     * @throws ConflictException when another writer does not finish in time
     * @throws StorageException when the lock file cannot be made or locked
     */
    static WriterLock acquire(Path file, Object place) {
        Path key = keyOf(file);
        Turn turn = TURNS.compute(key, (path, known) -> {
            Turn taken = known == null ? new Turn() : known;
            taken.users++;
            return taken;
        });
        boolean permitted = false;
        boolean locked = false;
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            permitted = turn.permit.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!permitted) {
                throw busy(place);
            }
            FileChannel channel = lockFile(key, deadline, place);
            locked = true;
            return new WriterLock(key, turn, channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting to write to " + place, e);
        } catch (IOException e) {
            throw Disk.failed("locking", file, e);
        } finally {
            if (!locked) {
                release(key, turn, permitted);
            }
        }
    }

    /** What is done while no other writer does anything. */
    @FunctionalInterface
    interface Action {
        /** Does it. */
        void run() throws IOException;
    }

    /** Does {@code action} under the lock; fails as {@link #acquire}, and as the action does. */
    static void holding(Path file, Object place, Action action) throws IOException {
        WriterLock lock = acquire(file, place);
        try {
            action.run();
        } finally {
            lock.close();
        }
    }

    private static FileChannel lockFile(Path file, long deadline, Object place)
            throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            while (!isLocked(channel)) {
                if (System.nanoTime() - deadline > 0) {
                    throw busy(place);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // released with its channel
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held under another name of the same file
        }
    }

    private static ConflictException busy(Object place) {
        return new ConflictException(
                "another writer has kept " + place + " locked for " + PATIENCE_SECONDS + " seconds",
                "try again when it has finished");
    }

    private static Path keyOf(Path file) {
        Path directory = Disk.directoryOf(file);
        try {
            return directory.toRealPath().resolve(String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw Disk.failed("locking", file, e);
        }
    }

    private static void release(Path file, Turn turn, boolean permitted) {
        if (permitted) {
            turn.permit.release();
        }
        TURNS.computeIfPresent(file, (path, known) -> --known.users == 0 ? null : known);
    }

    /** Lets the next writer in. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Disk.failed("unlocking", file, e);
        } finally {
            release(file, turn, true);
        }
    }
}
