package dev.bulla.publish.tree;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.oci.FileFailure;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.resolve.WholeRepository;
import dev.bulla.trust.AtomicFile;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a repository as plain files (TUF 6.2): {@code N.root.json}, {@code V.role.json}, {@code timestamp.json}. Each file
 * appears whole, {@code timestamp.json} last, so that a client which reads meanwhile sees the old set or the new one. A
 * file name is the percent-encoded name of a role and never leaves the directory.
 */
public final class TreeExport {
    /** File systems allow 255 bytes, and the temporary name of a file has some more. */
    private static final int MAX_NAME = 240;

    private final Path directory;

    /** Writes into {@code directory}, which is created when missing. */
    public TreeExport(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes every role file.
     *
     * @return how many files were written; those that were there already are not counted
     * @throws ConflictException when another repository, or a newer state of this one, is there
     * @throws RejectedException {@code LIMIT_EXCEEDED} when the name of a role is too long for a file
     */
    public int write(WholeRepository repository) {
        createDirectory();
        Map<RoleFileName, Bytes> files = repository.files();
        files.forEach(this::check);
        checkNotNewer(repository.roles().timestamp().role().version());
        int written = 0;
        for (Map.Entry<RoleFileName, Bytes> file : files.entrySet()) {
            if (!holds(file.getKey().text(), file.getValue())) {
                AtomicFile.write(directory, file.getKey().text(), false, file.getValue()::writeTo);
                written++;
            }
            forDecodingServers(file.getKey(), file.getValue());
        }
        return written;
    }

    /**
     * Clients ask for {@code 3.targets%2Freleases.json}, and most web servers look for {@code 3.targets/releases.json}
     * then: where the name of a role is plainly a relative path, its file lies there as well.
     */
    private void forDecodingServers(RoleFileName name, Bytes content) {
        if (name.version().isEmpty() || name.role().value().indexOf('/') < 0) {
            return;
        }
        String[] segments = (name.version().getAsLong() + "." + name.role() + ".json").split("/", -1);
        if (PlainFolders.arePlain(segments)) {
            AtomicFile.write(
                    PlainFolders.below(directory, segments), segments[segments.length - 1], false, content::writeTo);
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw FileFailure.because("cannot use directory " + directory, e);
        }
    }

    /** A versioned file never changes: one with other bytes is of another repository. */
    private void check(RoleFileName name, Bytes content) {
        if (name.text().length() > MAX_NAME) {
            throw new RejectedException(
                    ReasonCode.LIMIT_EXCEEDED,
                    "role " + name.role() + " cannot be exported: its file name would have "
                            + name.text().length() + " characters, at most " + MAX_NAME + " make a file");
        }
        boolean fixed = name.version().isPresent() || name.role().equals(RoleName.ROOT);
        if (fixed && isThere(name.text()) && !holds(name.text(), content)) {
            throw new ConflictException(
                    directory + " holds another " + name.text() + "; nothing was written",
                    "export into a directory of its own for each namespace");
        }
    }

    /** Clients of the directory would refuse a timestamp that goes back (TUF 5.4.3.1). */
    private void checkNotNewer(long version) {
        Path file = directory.resolve(RoleFileName.plain(RoleName.TIMESTAMP).text());
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            Bytes there = Bytes.adopt(in.readNBytes(TufLimits.TIMESTAMP_BYTES));
            long seen = RoleFormat.TIMESTAMP.read(there).role().version();
            if (seen > version) {
                throw new ConflictException(directory + " holds timestamp v" + seen + ", which is newer than v"
                        + version + "; nothing was written");
            }
        } catch (JsonException e) {
            throw new ConflictException(file + " is no timestamp of TUF; nothing was written", e);
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private boolean isThere(String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean holds(String name, Bytes content) {
        Path file = directory.resolve(name);
        if (!isThere(name)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Bytes.adopt(in.readNBytes(content.length() + 1)).equals(content);
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
