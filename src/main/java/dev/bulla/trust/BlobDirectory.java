package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cache in a directory that may be deleted at any time (cli.md section 5): a file for each digest, written beside its
 * place and moved there, hashed whenever it is read. What cannot be read or written is as if it were not there.
 */
public final class BlobDirectory implements BlobCache {
    /** Role files, config manifests and bundles of some thousand artifacts. */
    public static final long STANDARD_BYTES = 256L << 20;

    private final Path directory;
    private final long mostBytes;

    /**
     * The cache in {@code directory}, made when something is kept.
     *
     * @param mostBytes how much it holds; the oldest files make room
     */
    public BlobDirectory(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    private Path file(Digest digest) {
        return directory.resolve(digest.algorithm().wireName() + "-" + digest.hex());
    }

    @Override
    public Optional<Bytes> find(Digest digest) {
        Path file = file(digest);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Bytes content;
            try (InputStream in = Files.newInputStream(file)) {
                content = Bytes.adopt(in.readNBytes(MAX_ENTRY + 1));
            }
            if (digest.matches(content)) {
                return Optional.of(content);
            }
            Files.deleteIfExists(file); // torn or tampered with: never given out, and not met again
        } catch (IOException e) {
            // as if it were not there
        }
        return Optional.empty();
    }

    @Override
    public void keep(Digest digest, Bytes content) {
        if (content.length() > Math.min(MAX_ENTRY, mostBytes) || !digest.matches(content)) {
            return;
        }
        try {
            Path file = file(digest);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            Files.createDirectories(directory);
            Path temporary = directory.resolve("." + file.getFileName() + ".tmp");
            Files.createFile(temporary); // another process that keeps the same has it, or one that crashed had
            try {
                Files.write(temporary, content.toByteArray());
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            if (digest.hex().charAt(0) == '0') {
                makeRoom(); // once in sixteen times: the directory is read for it
            }
        } catch (IOException e) {
            // nothing depends on it
        }
    }

    private record Kept(Path file, long size, long modified) {}

    /** Deletes the oldest files, leftovers of crashed runs among them, until the rest fits. */
    private void makeRoom() throws IOException {
        List<Kept> all = new ArrayList<>();
        long held = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Optional<Kept> kept = look(file);
                kept.ifPresent(all::add);
                held += kept.map(Kept::size).orElse(0L);
            }
        }
        all.sort(Comparator.comparingLong(Kept::modified).thenComparing(Kept::file));
        for (Kept oldest : all) {
            if (held <= mostBytes) {
                return;
            }
            Files.deleteIfExists(oldest.file());
            held -= oldest.size();
        }
    }

    private static Optional<Kept> look(Path file) throws IOException {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    new Kept(file, facts.size(), facts.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // another process made room
        }
    }
}
