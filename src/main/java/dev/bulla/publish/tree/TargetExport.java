package dev.bulla.publish.tree;

import dev.bulla.outcome.RejectedException;
import dev.bulla.resolve.WholeRepository;
import dev.bulla.trust.AtomicFile;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TargetSink;
import dev.bulla.tuf.Targets;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the targets of a repository beside its role files, under the names that clients ask for: with consistent
 * snapshots {@code HASH.name} in the directory of the path (TUF 6.2). A path that is not plainly one below the directory
 * is left out and said so; content appears only once it is verified.
 */
public final class TargetExport {
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
        if (!PlainFolders.arePlain(segments)
                || !PlainFolders.arePlain(info.hashes().prefix())) {
            return "its name is no plain relative path";
        }
        try {
            Path folder = PlainFolders.below(directory, segments);
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

    /** The content is in none of the places. */
    private static final class Nowhere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Nowhere() {
            super("nowhere", null, false, false);
        }
    }
}
