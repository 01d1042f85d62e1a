package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A source whose timestamps are kept as they came: an update goes on with the remembered file where the new one has the
 * same version (TUF 5.4.3.1), and witnesses may have signed the new one only.
 *
 * @param source where files come from
 * @param timestamps what was offered, in order
 */
record OverheardSource(RoleSource source, List<Bytes> timestamps) implements RoleSource {
    @Override
    public Optional<Bytes> root(long version, int limit) {
        return source.root(version, limit);
    }

    @Override
    public Bytes timestamp(int limit) {
        Bytes file = source.timestamp(limit);
        timestamps.add(file);
        return file;
    }

    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        return source.role(name, expected, consistent, limit);
    }

    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        source.target(path, expected, consistent, sink);
    }
}
