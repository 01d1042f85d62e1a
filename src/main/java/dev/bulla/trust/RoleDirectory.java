package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Trusted role files of one TUF repository: one unversioned file a role, every root ever trusted in {@code root_history}
 * (tuf.md 9). It stores what it is given; verifying comes before. One user at a time; a second one waits.
 */
public final class RoleDirectory implements AutoCloseable {
    private static final String ROOT = "root";
    private static final String HISTORY = "root_history";
    private static final String ENDING = ".json";

    /** Present while timestamp and snapshot are being forgotten together with the step to a new root. */
    private static final String RESET = ".reset";

    private final Path directory;
    private final UnaryOperator<String> naming;
    private final DirectoryLock lock;
    private final StagedFiles files;

    private RoleDirectory(Path directory, UnaryOperator<String> naming, DirectoryLock lock) {
        this.directory = directory;
        this.naming = naming;
        this.lock = lock;
        this.files = new StagedFiles(directory);
    }

    /**
     * Opens a directory that other TUF tools may look into: letters stay as they are in file names.
     *
     * @throws StorageException when it cannot be used
     */
    public static RoleDirectory open(Path directory) {
        return open(directory, SafeName::of);
    }

    /** Opens a directory of Bulla's own, which may lie on a file system that does not tell cases apart. */
    public static RoleDirectory openOwn(Path directory) {
        return open(directory, SafeName::caseless);
    }

    private static RoleDirectory open(Path directory, UnaryOperator<String> naming) {
        Path real = AtomicFile.realDirectory(directory);
        DirectoryLock lock = DirectoryLock.on(real);
        boolean opened = false;
        try {
            RoleDirectory roles = new RoleDirectory(real, naming, lock);
            if (Files.exists(real.resolve(RESET), LinkOption.NOFOLLOW_LINKS)) {
                roles.forgetOnlineRoles();
            }
            opened = true;
            return roles;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** The file of a role, if there is one. */
    public Optional<Bytes> read(String role, int limit) {
        Optional<Bytes> written = files.find(naming.apply(role) + ENDING);
        if (written.isPresent() && written.get().length() > limit) {
            throw new StorageException(file(role) + " has more than " + limit + " bytes");
        }
        return written.isPresent() ? written : readFile(file(role), limit);
    }

    /** The root of a version that was trusted once, if there is one. */
    public Optional<Bytes> readRoot(long version, int limit) {
        return readFile(history().resolve(version + "." + ROOT + ENDING), limit);
    }

    static Optional<Bytes> readFile(Path file, int limit) {
        if (!AtomicFile.isThere(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new StorageException(file + " has more than " + limit + " bytes");
            }
            return Optional.of(Bytes.adopt(content));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + AtomicFile.describe(e), e);
        }
    }

    /**
     * Replaces the file of a role: at once for whoever reads here, on the disk at the latest when this is closed, which is
     * before anybody is told what was found. Files are replaced in the order in which they were written.
     */
    public void write(String role, Bytes content) {
        files.write(naming.apply(role) + ENDING, content);
    }

    /**
     * Replaces the root and keeps it in the history.
     *
     * @param forgetOnline timestamp and snapshot go with the old root; a crash in between is made good at the next opening
     */
    public void writeRoot(long version, Bytes content, boolean forgetOnline) {
        files.settle();
        AtomicFile.write(history(), version + "." + ROOT + ENDING, true, content::writeTo);
        if (forgetOnline) {
            AtomicFile.write(directory, RESET, true, out -> {});
        }
        AtomicFile.write(directory, naming.apply(ROOT) + ENDING, true, content::writeTo);
        if (forgetOnline) {
            forgetOnlineRoles();
        }
    }

    /**
     * The highest revision of a target that was trusted here; 0 when none was.
     *
     * @param keys stands for the keys that sign the target's role: under others, counting begins anew
     */
    public long revision(String target, String keys) {
        return new Revisions(directory, files).of(target, keys);
    }

    /** Remembers the revision of a target, if it is higher than the one remembered under these keys. */
    public void keepRevision(String target, String keys, long revision) {
        new Revisions(directory, files).raise(target, keys, revision);
    }

    private void forgetOnlineRoles() {
        delete(file("timestamp"));
        delete(file("snapshot"));
        AtomicFile.sync(directory);
        delete(directory.resolve(RESET));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("cannot delete " + file + ": " + AtomicFile.describe(e), e);
        }
    }

    private Path file(String role) {
        return directory.resolve(naming.apply(role) + ENDING);
    }

    private Path history() {
        Path history = directory.resolve(HISTORY);
        if (Files.isSymbolicLink(history)) {
            throw new StorageException(history + " is a link; links are not followed here");
        }
        return AtomicFile.realDirectory(history);
    }

    /**
     * Ends the use.
     *
     * @throws StorageException when something that was written did not reach the disk
     */
    @Override
    public void close() {
        try {
            files.settle();
        } finally {
            lock.close();
        }
    }
}
