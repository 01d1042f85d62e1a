package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Where role files and targets come from: a web server, a directory, a registry, a layout directory, attached files. What
 * comes is believed nothing. Every method reads at most its limit and fails with a {@link
 * dev.bulla.outcome.BullaException} when the place gives no usable answer.
 */
public interface RoleSource {
    /**
     * The root file of this version; empty only when the place answers that there is none. Denial, overload and silence
     * are failures, never "none": that would freeze clients on an old root.
     */
    Optional<Bytes> root(long version, int limit);

    /** The current timestamp file, asked for afresh. */
    Bytes timestamp(int limit);

    /**
     * Snapshot, targets or a delegated role.
     *
     * @param expected what its parent lists
     * @param consistent names carry the version (TUF 6.2)
     */
    Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit);

    /**
     * Writes a target to {@code sink}, which verifies it: {@link TargetSink}. At most one byte more than the listed length
     * is read.
     *
     * @param consistent names carry the hash (TUF 6.2)
     */
    void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink);
}
