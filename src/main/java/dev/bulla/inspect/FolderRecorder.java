package dev.bulla.inspect;

import dev.bulla.bytes.HashFunction;
import dev.bulla.intoto.Artifacts;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Records a folder as artifacts (intoto.md section 10): regular files, named relative to the folder with {@code /}, by
 * the sha256 of their raw bytes. A symbolic link that stays inside is recorded under its own name with what it leads to;
 * one that leaves the folder, dangles or loops is refused, as are pipes, sockets and devices. Nothing is left out but what
 * the caller names, and no configuration is read from what is recorded.
 */
public final class FolderRecorder {
    private final Path root;
    private final FolderLimits limits;
    private final Predicate<String> leftOut;
    private final SortedMap<String, Map<String, String>> recorded = new TreeMap<>();
    private long bytes;

    private FolderRecorder(Path root, FolderLimits limits, Predicate<String> leftOut) {
        this.root = root;
        this.limits = limits;
        this.leftOut = leftOut;
    }

    /**
     * The artifacts of a folder.
     *
     * @throws RejectedException when it holds what cannot be recorded, or exceeds {@code limits}
     * @throws StorageException when it cannot be read
     */
    public static Artifacts record(Path folder, FolderLimits limits) {
        return recorded(folder, limits, name -> false, recorder -> recorder.all());
    }

    /**
     * Some files and folders below {@code folder}, named relative to it.
     *
     * @param chosen paths relative to {@code folder}; the empty path means all of it
     * @param leftOut names of files that are not recorded
     * @throws RejectedException as above, or when a path leads out of {@code folder}
     * @throws NotFoundException when there is nothing at a path
     */
    public static Artifacts record(
            Path folder, Collection<Path> chosen, Predicate<String> leftOut, FolderLimits limits) {
        return recorded(folder, limits, leftOut, recorder -> {
            for (Path each : chosen) {
                recorder.chosen(each);
            }
        });
    }

    private interface Work {
        void on(FolderRecorder recorder) throws IOException;
    }

    private static Artifacts recorded(Path folder, FolderLimits limits, Predicate<String> leftOut, Work work) {
        try {
            FolderRecorder recorder = new FolderRecorder(folder.toRealPath(), limits, leftOut);
            work.on(recorder);
            return new Artifacts(recorder.recorded);
        } catch (JsonException e) {
            throw new RejectedException(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StorageException("folder " + folder + " cannot be recorded: " + e.getMessage(), e);
        }
    }

    private void all() throws IOException {
        folder(root, "", new HashSet<>(Set.of(root)), 0);
    }

    private void chosen(Path path) throws IOException {
        Path relative = path.normalize();
        if (relative.isAbsolute() || relative.startsWith("..")) {
            throw refused(path.toString(), "is outside the folder that names are relative to");
        }
        if (relative.toString().isEmpty()) {
            all();
            return;
        }
        Path file = root.resolve(relative);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotFoundException("nothing to record at " + relative);
        }
        Path above = Objects.requireNonNull(file.getParent()).toRealPath();
        if (!above.startsWith(root)) {
            throw refused(path.toString(), "is behind a symbolic link that leaves the folder");
        }
        entry(file, relative.toString().replace(File.separatorChar, '/'), new HashSet<>(List.of(root, above)), 0);
    }

    private void folder(Path folder, String prefix, Set<Path> above, int depth) throws IOException {
        if (depth > limits.maxDepth()) {
            throw limit("folders nested deeper than " + limits.maxDepth());
        }
        for (Path entry : sorted(folder)) {
            Path name = entry.getFileName();
            if (name != null) {
                entry(entry, prefix + name, above, depth);
            }
        }
    }

    private void entry(Path entry, String name, Set<Path> above, int depth) throws IOException {
        Path real = Files.isSymbolicLink(entry) ? target(entry, name) : entry;
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile() && leftOut.test(name)) {
            return;
        }
        if (attributes.isDirectory()) {
            Set<Path> below = new HashSet<>(above);
            if (!below.add(real)) {
                throw refused(name, "is a symbolic link to a folder above it");
            }
            folder(real, name + "/", below, depth + 1);
        } else if (attributes.isRegularFile()) {
            file(real, name, attributes.size());
        } else {
            throw refused(name, "is neither a file nor a folder");
        }
    }

    private Path target(Path link, String name) {
        Path real;
        try {
            real = link.toRealPath();
        } catch (IOException e) {
            throw refused(name, "is a symbolic link that dangles or loops"); // intoto.md D30
        }
        if (!real.startsWith(root)) {
            throw refused(name, "is a symbolic link that leaves the folder");
        }
        return real;
    }

    private void file(Path file, String name, long size) throws IOException {
        bytes += size;
        if (bytes > limits.maxBytes()) {
            throw limit("more than " + limits.maxBytes() + " bytes");
        }
        if (recorded.size() >= limits.maxFiles()) {
            throw limit("more than " + limits.maxFiles() + " files");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            recorded.put(name, Map.of("sha256", HashFunction.SHA256.hash(in).hex()));
        }
    }

    private List<Path> sorted(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) listed::iterator) {
                entries.add(entry);
                if (entries.size() > limits.maxFiles()) {
                    throw limit("a folder of more than " + limits.maxFiles() + " entries");
                }
            }
        }
        entries.sort(null);
        return entries;
    }

    private static RejectedException refused(String name, String why) {
        return new RejectedException(ReasonCode.MALFORMED, "file '" + name + "' " + why);
    }

    private RejectedException limit(String what) {
        return new RejectedException(ReasonCode.LIMIT_EXCEEDED, "folder " + root.getFileName() + " has " + what);
    }
}
