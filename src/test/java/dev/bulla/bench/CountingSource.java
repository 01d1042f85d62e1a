package dev.bulla.bench;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts the requests and the bytes of the role files that another source answers. */
final class CountingSource implements RoleSource {
    private final RoleSource source;
    private final List<String> requests = new ArrayList<>();
    private long moved;

    CountingSource(RoleSource source) {
        this.source = source;
    }

    /** Bytes since the last call of this method. */
    long moved() {
        long counted = moved;
        moved = 0;
        requests.clear();
        return counted;
    }

    /** Requests since the bytes were last asked for. */
    List<String> requests() {
        return requests;
    }

    private Bytes counted(String request, Bytes answer) {
        requests.add(request + " " + answer.length());
        moved += answer.length();
        return answer;
    }

    @Override
    public Optional<Bytes> root(long version, int limit) {
        return source.root(version, limit).map(root -> counted("root", root));
    }

    @Override
    public Bytes timestamp(int limit) {
        return counted("timestamp", source.timestamp(limit));
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        return counted(name.value(), source.role(name, expected, consistent, limit));
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        throw new UnsupportedOperationException("no target is fetched here");
    }
}
