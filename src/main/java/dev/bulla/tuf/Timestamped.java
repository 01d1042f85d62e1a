package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The timestamp is trusted; the snapshot that it names comes next (TUF 5.5). */
public final class Timestamped implements TrustedRoles {
    private final Settled settled;
    private final Signed<Timestamp> timestamp;
    private final boolean adopted;

    Timestamped(Settled settled, Signed<Timestamp> timestamp, boolean adopted) {
        this.settled = settled;
        this.timestamp = timestamp;
        this.adopted = adopted;
    }

    /** What must come: version, and length and hashes where the timestamp lists them. */
    public FileInfo expected() {
        return timestamp.role().snapshot();
    }

    /**
     * The snapshot.
     *
     * @param offered a file from the source, or the remembered one, which may be the current one still
     * @param remembered the last trusted file, which bounds the versions from below when it still verifies; it need not
     *     be what the timestamp names
     */
    public Step<Snapshotted> snapshot(Bytes offered, Optional<Bytes> remembered) {
        Verifier verifier = Verifier.SNAPSHOT;
        RoleKeys keys = root().role().keysOf(RoleName.SNAPSHOT);
        Optional<Signed<Snapshot>> last = verifier.remembered(remembered, RoleFormat.SNAPSHOT, keys);
        return verifier.matches(offered, expected()) // TUF 5.5.2
                .then(file -> verifier.parse(file, RoleFormat.SNAPSHOT))
                .then(file -> verifier.signedBy(keys, file)) // TUF 5.5.3
                .then(file -> verifier.hasVersion(expected().version(), file)) // TUF 5.5.4
                .then(file -> last.isPresent() ? nothingOlder(verifier, file, last.get()) : Step.done(file))
                .then(file -> verifier.isCurrent(at(), file)) // TUF 5.5.6
                .map(file -> new Snapshotted(this, file));
    }

    /** TUF 5.5.5: every role is still listed, none with a lower version. */
    private static Step<Signed<Snapshot>> nothingOlder(
            Verifier verifier, Signed<Snapshot> offered, Signed<Snapshot> last) {
        for (Map.Entry<RoleName, FileInfo> entry : last.role().roles().entrySet()) {
            Optional<FileInfo> now = offered.role().of(entry.getKey());
            long seen = entry.getValue().version();
            if (now.isEmpty()) {
                Reason gone =
                        verifier.reason(ReasonCode.ROLE_REMOVED, "5.5.5", "no longer lists role " + entry.getKey());
                return Step.refused(gone.with("removed", entry.getKey().value()).with("seen", seen));
            }
            long version = now.get().version();
            if (version < seen) {
                return Step.refused(verifier.rollback(
                                "5.5.5",
                                seen,
                                version,
                                "lists " + entry.getKey() + " version " + version + " after " + seen)
                        .with("lowered", entry.getKey().value()));
            }
        }
        return Step.done(offered);
    }

    /** The trusted timestamp. */
    public Signed<Timestamp> timestamp() {
        return timestamp;
    }

    /** True when the offered file was adopted and is to be remembered; false when the remembered one stays. */
    public boolean adopted() {
        return adopted;
    }

    @Override
    public Signed<Root> root() {
        return settled.root();
    }

    @Override
    public Instant at() {
        return settled.at();
    }
}
