package dev.bulla.testkit.disk;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A file system over the real one. Everything that changes a file is counted, from 1 on, and from a chosen change on the disk
 * is full, read-only or belongs to somebody else, or the program that uses it is as dead as a killed one: nothing that it
 * still tries reaches the disk.
 */
public final class FaultyDisk {
    /** What is wrong from the chosen change on. */
    public enum Trouble {
        /** Nothing. */
        NONE,
        /** Whatever needs room fails; a write has written half of it. */
        FULL,
        /** Nothing can be changed. */
        READ_ONLY,
        /** The program is dead in the middle of the change. */
        KILLED,
        /** Nothing can be changed or read. */
        FOREIGN
    }

    /** What a dead program would not have got to see. */
    public static final class Dead extends Error {
        private static final long serialVersionUID = 1;

        Dead() {
            super("the program is dead");
        }
    }

    private final DiskSystem system;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile int from = 1;
    private volatile Predicate<Path> where = path -> true;

    /** A disk without trouble. */
    public FaultyDisk() {
        system = new DiskSystem(this);
    }

    /** The path on this disk of what lies at a path of the real one. */
    public Path over(Path real) {
        return system.wrap(real);
    }

    /** From the {@code change}th change on there is this trouble; counting begins anew. */
    public void troubleFrom(int change, Trouble what) {
        changes.set(0);
        from = change;
        trouble = what;
    }

    /** The trouble is with such real paths alone; the others are not counted. */
    public void at(Predicate<Path> paths) {
        where = paths;
    }

    /** How many changes there were since the trouble was chosen. */
    public int changes() {
        return changes.get();
    }

    private static FileSystemException because(Path real, String reason) {
        return new FileSystemException(real.toString(), null, reason);
    }

    /**
     * Counts a change.
     *
     * @param needsRoom whether a full disk refuses it
     */
    void change(Path real, boolean needsRoom) throws FileSystemException {
        if (!where.test(real)) {
            return;
        }
        int number = changes.incrementAndGet();
        if (number < from) {
            return;
        }
        switch (trouble) {
            case NONE -> {}
            case FULL -> {
                if (needsRoom) {
                    throw because(real, "No space left on device");
                }
            }
            case READ_ONLY -> throw because(real, "Read-only file system");
            case FOREIGN -> throw new AccessDeniedException(real.toString());
            case KILLED -> throw new Dead();
        }
    }

    /** Refuses to read what belongs to somebody else. */
    void read(Path real) throws FileSystemException {
        if (trouble == Trouble.FOREIGN && where.test(real)) {
            throw new AccessDeniedException(real.toString());
        }
        if (trouble == Trouble.KILLED && changes.get() >= from) {
            throw new Dead();
        }
    }
}
