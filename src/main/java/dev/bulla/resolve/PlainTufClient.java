package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client of any TUF 1.0 repository over plain files (tuf.md 11.2): trusted metadata in one directory, targets in
 * another. Every method throws a {@link dev.bulla.outcome.BullaException} when it did not fully succeed; what was trusted
 * before stays trusted.
 */
public final class PlainTufClient {
    private final Path metadataDirectory;
    private final Instant at;
    private final Consumer<String> listener;

    /**
     * A client.
     *
     * @param metadataDirectory where trusted files are
     * @param at the start time of its update (TUF 5.1)
     * @param listener told a line for every step
     */
    public PlainTufClient(Path metadataDirectory, Instant at, Consumer<String> listener) {
        this.metadataDirectory = metadataDirectory;
        this.at = at;
        this.listener = listener;
    }

    /** Where a repository is: addresses of web servers, {@code file:} addresses, or directories. */
    public record Repository(String metadata, Optional<String> targets, boolean forbiddenIsMissing) {}

    /** Pins the root in {@code file}; no request is made, and a trusted root is not replaced. */
    public void init(Path file) {
        Bytes root = read(file);
        Rooted pinned = Rooted.pinned(root, at).orThrow();
        long version = pinned.root().role().version();
        try (RoleDirectory directory = RoleDirectory.open(metadataDirectory)) {
            Optional<Bytes> trusted = directory.read(RoleName.ROOT.value(), TufLimits.ROOT_BYTES);
            if (trusted.isEmpty()) {
                directory.writeRoot(version, root, false);
                listener.accept("root v" + version + " is trusted");
            } else if (!directory.readRoot(version, TufLimits.ROOT_BYTES).equals(Optional.of(root))) {
                throw new ConflictException(
                        metadataDirectory + " trusts another root already",
                        "use a new directory for another repository");
            } else {
                listener.accept("root v" + version + " was trusted before");
            }
        }
    }

    private static Bytes read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("no file " + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(TufLimits.ROOT_BYTES);
            if (in.read() >= 0) {
                throw new StorageException(file + " has more than " + TufLimits.ROOT_BYTES + " bytes");
            }
            return Bytes.adopt(content);
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Updates the trusted metadata (TUF 5.1 to 5.6.6). */
    public void refresh(Repository repository) {
        download(repository, List.of(), metadataDirectory);
    }

    /** Updates the trusted metadata, then fetches targets one after the other, stopping at the first that fails. */
    public void download(Repository repository, List<String> targets, Path targetDirectory) {
        TufLimits limits = TufLimits.defaults();
        try (RoleDirectory directory = RoleDirectory.open(metadataDirectory);
                Repositories opened = Repositories.at(at, repository.forbiddenIsMissing())) {
            RoleSource source = opened.source(repository.metadata(), repository.targets());
            Client client = new Client(source, new DiskRoleMemory(directory, limits.listedBytes()), limits, listener);
            Lookup lookup = client.refresh(at).orThrow();
            TargetDirectory store = new TargetDirectory(targetDirectory);
            for (String name : targets) {
                fetch(source, lookup, path(name), store);
            }
        }
    }

    private static TargetPath path(String name) {
        try {
            return new TargetPath(name);
        } catch (JsonException e) {
            throw new UsageException("cannot look for that target: " + e.getMessage(), e);
        }
    }

    private void fetch(RoleSource source, Lookup lookup, TargetPath path, TargetDirectory store) {
        Found found = lookup.find(path).orThrow();
        if (store.holds(found)) {
            listener.accept("target " + path + " is there already");
            return;
        }
        listener.accept("fetching target " + path + ", listed by "
                + found.chain().get(found.chain().size() - 1));
        boolean consistent = lookup.roles().root().role().consistentSnapshot();
        store.store(found, sink -> source.target(path, found.info(), consistent, sink));
        listener.accept("target " + path + " is verified and written to " + store.file(found));
    }
}
