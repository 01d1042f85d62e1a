package dev.bulla;

import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.resolve.Bounds;
import dev.bulla.resolve.Proof;
import dev.bulla.trust.LockFile;
import dev.bulla.trust.LockedRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code trust.lock} during one run: what it had seen before, and what is trusted since (artifact-types/lock.md). Only
 * {@link #write} changes the file.
 */
public final class TrustLock {
    /**
     * No clock of a machine that runs this program stands before its making, 2026-01-01T00:00:00Z; the time is that of the jar's entries
     * ({@code project.build.outputTimestamp}), a test holds them together.
     */
    static final Instant MADE = Instant.ofEpochSecond(1_767_225_600L);

    private final Optional<Path> file;
    private final boolean demanded;
    private final LockFile before;
    private LockFile now;

    private TrustLock(Optional<Path> file, boolean demanded, LockFile before) {
        this.file = file;
        this.demanded = demanded;
        this.before = before;
        this.now = before;
    }

    /** No lock. */
    static TrustLock none() {
        return new TrustLock(Optional.empty(), false, LockFile.empty());
    }

    /**
     * The lock in {@code file}. It has to be there and to have seen every TUF repository that it is asked about: a lock that
     * was asked for and says nothing protects nobody.
     *
     * @throws NotFoundException when there is no such file
     * @throws dev.bulla.outcome.StorageException when it cannot be read
     */
    public static TrustLock in(Path file) {
        return new TrustLock(
                Optional.of(file),
                true,
                LockFile.read(file)
                        .orElseThrow(() -> new NotFoundException(
                                "there is no lock at " + file, "`bulla lock update REF --lock FILE` makes one")));
    }

    /**
     * The lock in {@code file}, or the first one if there is none, to be raised by what is trusted.
     *
     * @throws dev.bulla.outcome.StorageException when it cannot be read
     */
    public static TrustLock toRaise(Path file) {
        return new TrustLock(Optional.of(file), false, LockFile.read(file).orElse(LockFile.empty()));
    }

    /**
     * What is known of a TUF repository.
     *
     * @param name as in the lock
     * @throws RejectedException {@code INCOMPLETE} when a lock was asked for that has not seen it
     */
    Bounds bounds(String name) {
        if (demanded && before.of(name).isEmpty()) {
            throw new RejectedException(Reason.of(
                            ReasonCode.INCOMPLETE,
                            "the lock has seen nothing of " + name + ", so it protects nothing there")
                    .with("section", "trust.10.3")
                    .hint("bulla lock update REF --lock FILE, after a look at what it is to hold"));
        }
        Instant seen = before.asOf().filter(MADE::isBefore).orElse(MADE);
        return new Bounds(before.of(name), seen);
    }

    /** Notes what an artifact was trusted by. */
    synchronized void trusted(String name, Proof proof, Instant at) {
        now = now.raised(name, proof.seen(at));
    }

    /**
     * Writes the lock with all that was trusted under it; never lowered but for keys that a root has replaced.
     *
     * @return what it holds now
     */
    public synchronized List<LockedNamespace> write() {
        LockFile raised = now;
        file.filter(path -> !raised.equals(before)).ifPresent(raised::write);
        return shown();
    }

    /** What it holds, by name. */
    public synchronized List<LockedNamespace> shown() {
        List<LockedNamespace> shown = new ArrayList<>();
        now.repositories().forEach((name, entry) -> {
            Map<String, Long> versions = new LinkedHashMap<>();
            versions.put("root", entry.root().version());
            versions.put("timestamp", entry.timestamp());
            versions.put("snapshot", entry.snapshot());
            versions.putAll(entry.roles());
            Optional<LockedRepository> earlier = before.of(name);
            shown.add(new LockedNamespace(
                    name, versions, entry.seq(), entry.asOf(), !earlier.equals(Optional.of(entry))));
        });
        return shown;
    }
}
