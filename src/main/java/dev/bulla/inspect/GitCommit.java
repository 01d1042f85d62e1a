package dev.bulla.inspect;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.intoto.Artifacts;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a git working copy has checked out, as artifacts: {@code git:commit} and {@code git:tree} by the ids that git gives
 * them, {@code git:submodule/PATH} likewise, and every tracked file by the sha256 of its bytes. The working copy must hold
 * exactly what was committed; files that git does not track are not recorded.
 */
public final class GitCommit {
    /** The artifact that names the commit. */
    public static final String COMMIT = "git:commit";

    /** The artifact that names the tree. */
    public static final String TREE = "git:tree";

    private static final String SUBMODULE = "160000";
    private static final String SYMBOLIC_LINK = "120000";

    private final Path folder;
    private final GitProgram git;
    private final FolderLimits limits;

    private GitCommit(Path folder, FolderLimits limits) {
        this.folder = folder;
        this.git = new GitProgram(folder);
        this.limits = limits;
    }

    /** One line of a tree. */
    private record Entry(String mode, String hash, String path) {}

    /**
     * The artifacts of the commit that is checked out in {@code folder}.
     *
     * @throws RejectedException when a tracked file is not as it was committed, or limits are exceeded
     * @throws NotFoundException when {@code folder} is no working copy, or has no commit
     */
    public static Artifacts record(Path folder, FolderLimits limits) {
        if (!Files.exists(folder.resolve(".git"))) {
            throw new NotFoundException(
                    folder + " is not the top of a git working copy", "name its folder with --repository");
        }
        return new GitCommit(folder, limits).artifacts();
    }

    private Artifacts artifacts() {
        List<String> ids =
                git.answer("rev-parse", "--verify", "HEAD^{commit}").lines().toList();
        String commit = id(ids.isEmpty() ? "" : ids.getFirst());
        String tree = id(git.answer("rev-parse", "--verify", commit + "^{tree}").strip());
        List<Entry> files = new ArrayList<>();
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        for (Entry entry : entries(tree)) {
            if (entry.mode().equals(SUBMODULE)) {
                found.put("git:submodule/" + entry.path(), Map.of("gitCommit", entry.hash()));
            } else {
                files.add(entry);
            }
        }
        compare(files, contents(files));
        found.putAll(FolderRecorder.record(
                        folder,
                        files.stream().map(entry -> Path.of(entry.path())).toList(),
                        name -> false,
                        limits)
                .hashes());
        found.put(COMMIT, Map.of("gitCommit", commit));
        found.put(TREE, Map.of("gitTree", tree));
        return new Artifacts(found);
    }

    /** The lines of {@code git ls-tree -r -z}: mode, type, id, a tab, the path. */
    private List<Entry> entries(String tree) {
        List<Entry> entries = new ArrayList<>();
        for (String line :
                git.answer("ls-tree", "-r", "-z", "--full-tree", tree).split("\0", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            int tab = line.indexOf('\t');
            String[] words = line.substring(0, Math.max(tab, 0)).split(" ", -1);
            if (words.length != 3) {
                throw new RejectedException(ReasonCode.MALFORMED, "git lists " + Quoted.of(line) + " in a tree");
            }
            if (entries.size() >= limits.maxFiles()) {
                throw new RejectedException(
                        ReasonCode.LIMIT_EXCEEDED, "the commit has more than " + limits.maxFiles() + " files");
            }
            entries.add(new Entry(words[0], id(words[2]), line.substring(tab + 1)));
        }
        return entries;
    }

    /** The sha256 of each committed file, in order. */
    private List<String> contents(List<Entry> files) {
        StringBuilder asked = new StringBuilder();
        files.forEach(entry -> asked.append(entry.hash()).append('\n'));
        return git.asking(
                asked.toString(),
                answer -> {
                    List<String> hashes = new ArrayList<>();
                    InputStream in = new BufferedInputStream(answer);
                    for (Entry entry : files) {
                        hashes.add(blob(in, entry));
                    }
                    return hashes;
                },
                "cat-file",
                "--batch");
    }

    /** One answer of {@code cat-file --batch}: {@code ID blob LENGTH}, a line end, the bytes, a line end. */
    private static String blob(InputStream in, Entry entry) throws IOException {
        StringBuilder header = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || header.length() > 256) {
                throw new EOFException("git breaks off at " + Quoted.of(entry.path()));
            }
            header.append((char) c);
        }
        String[] words = header.toString().split(" ", -1);
        if (words.length != 3 || !words[0].equals(entry.hash()) || !words[1].equals("blob")) {
            throw new IOException("git answers " + Quoted.of(header.toString()) + " for a file");
        }
        long length = Long.parseLong(words[2]);
        String hash = HashFunction.SHA256.hash(new Part(in, length)).hex();
        if (in.read() != '\n') {
            throw new EOFException("git breaks off after " + Quoted.of(entry.path()));
        }
        return hash;
    }

    private void compare(List<Entry> files, List<String> committed) {
        for (int i = 0; i < files.size(); i++) {
            Entry entry = files.get(i);
            if (!committed.get(i).equals(present(entry))) {
                throw new RejectedException(Reason.of(
                                ReasonCode.HASH_MISMATCH,
                                "file " + Quoted.of(entry.path()) + " is not as it was committed")
                        .hint("commit it or put it back; the link speaks about the commit"));
            }
        }
    }

    private String present(Entry entry) {
        Path file = folder.resolve(entry.path());
        try {
            boolean link = Files.isSymbolicLink(file);
            if (link != entry.mode().equals(SYMBOLIC_LINK)) {
                return "";
            }
            if (link) {
                return HashFunction.SHA256
                        .hash(Bytes.utf8(Files.readSymbolicLink(file).toString()))
                        .hex();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return HashFunction.SHA256.hash(in).hex();
            }
        } catch (IOException e) {
            return ""; // absent or unreadable is not as it was committed
        }
    }

    private static String id(String text) {
        if (!text.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new RejectedException(ReasonCode.MALFORMED, "git names an object " + Quoted.of(text));
        }
        return text;
    }

    /** Exactly so many bytes of a stream. */
    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("git breaks off");
            }
            left -= read;
            return read;
        }
    }
}
