package dev.bulla.publish.tree;

import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.resolve.WholeRepository;
import dev.bulla.trust.AtomicFile;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TargetSink;
import dev.bulla.tuf.Targets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the targets of a repository beside its role files, under the names that clients ask for: with consistent
 * snapshots {@code HASH.name} in the directory of the path (TUF 6.2). A path that is not plainly one below the directory
 * is left out and said so; content appears only once it is verified.
 */
public final class TargetExport {
    /** File systems allow 255 bytes; a sha256 and a dot stand before the last name. */
    private static final int MAX_SEGMENT = 150;

    /** Deeper names are no artifacts. */
    private static final int MAX_SEGMENTS = 32;

    private final Path directory;
    private final Fetch fetch;

    /** Where targets come from. */
    public interface Fetch {
        /** Writes the target to {@code sink}, which verifies it; false when it is nowhere. */
        boolean target(TargetPath path, TargetInfo info, OutputStream sink);
    }

    /**
     * What came of it.
     *
     * @param written how many targets are in the directory now
     * @param leftOut why others are not, a line each
     */
    public record Report(int written, List<String> leftOut) {
        /** Copies the list. */
        public Report {
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Writes into {@code directory} what {@code fetch} finds. */
    public TargetExport(Path directory, Fetch fetch) {
        this.directory = directory;
        this.fetch = fetch;
    }

    /** Writes the targets of all roles of {@code repository}. */
    public Report write(WholeRepository repository) {
        boolean consistent = repository.root().role().consistentSnapshot();
        List<String> leftOut = new ArrayList<>();
        int[] written = {0};
        for (Signed<Targets> role : repository.targets().values()) {
            role.role().forEach((path, info) -> {
                String problem = write(path, info, consistent);
                if (problem.isEmpty()) {
                    written[0]++;
                } else {
                    leftOut.add(path + ": " + problem);
                }
            });
        }
        return new Report(written[0], leftOut);
    }

    /** Why it was not written; empty when it was. */
    private String write(TargetPath path, TargetInfo info, boolean consistent) {
        String[] segments = path.value().split("/", -1);
        if (!isPlain(segments) || !isPlain(info.hashes().prefix())) {
            return "its name is no plain relative path";
        }
        try {
            Path folder = folder(segments);
            String last = segments[segments.length - 1];
            String name = consistent ? info.hashes().prefix() + "." + last : last;
            AtomicFile.write(folder, name, false, out -> {
                TargetSink sink = new TargetSink(out, path, info);
                if (!fetch.target(path, info, sink)) {
                    throw new Nowhere();
                }
                sink.finish();
            });
            return "";
        } catch (Nowhere e) {
            return "its content is not in the namespace";
        } catch (RejectedException e) {
            return e.reason().message();
        }
    }

    /** Letters, digits and marks that no file system and no address reads otherwise. */
    static boolean isPlain(String... segments) {
        if (segments.length > MAX_SEGMENTS) {
            return false;
        }
        for (String segment : segments) {
            boolean plain = !segment.isEmpty() && segment.length() <= MAX_SEGMENT && segment.charAt(0) != '.';
            for (int i = 0; plain && i < segment.length(); i++) {
                char c = segment.charAt(i);
                plain = (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "._-+@=:,~".indexOf(c) >= 0;
            }
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The directory of a target; links that lie in the way are not followed. */
    private Path folder(String... segments) {
        Path folder = directory;
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < segments.length - 1; i++) {
                folder = folder.resolve(segments[i]);
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(folder);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new StorageException("cannot use directory " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The content is in none of the places. */
    private static final class Nowhere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Nowhere() {
            super("nowhere", null, false, false);
        }
    }
}
