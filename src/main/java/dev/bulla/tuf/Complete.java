package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import java.time.Instant;

/** Root, timestamp, snapshot and the role where searches begin are trusted; targets can be looked up (TUF 5.6.7). */
public final class Complete implements TrustedRoles {
    private final Snapshotted snapshotted;
    private final DelegatedRole start;
    private final Signed<Targets> targets;

    Complete(Snapshotted snapshotted, DelegatedRole start, Signed<Targets> targets) {
        this.snapshotted = snapshotted;
        this.start = start;
        this.targets = targets;
    }

    /**
     * A delegated role, verified with the keys of the edge that leads to it: exactly the checks of top-level targets. A
     * role may be reached by several edges; each is its own question.
     */
    public Step<Signed<Targets>> delegated(DelegatedRole edge, Bytes offered) {
        return snapshotted.verify(edge, offered);
    }

    /** What the snapshot says of {@code role}; a role that it does not list does not exist. */
    public Step<FileInfo> expected(RoleName role) {
        return snapshotted.expected(role);
    }

    /** Where every search begins: top-level targets, unless a policy says otherwise. */
    public DelegatedRole start() {
        return start;
    }

    /** The trusted file of the role where every search begins. */
    public Signed<Targets> targets() {
        return targets;
    }

    /** The trusted snapshot. */
    public Signed<Snapshot> snapshot() {
        return snapshotted.snapshot();
    }

    /** The trusted timestamp. */
    public Signed<Timestamp> timestamp() {
        return snapshotted.timestamp();
    }

    @Override
    public Signed<Root> root() {
        return snapshotted.root();
    }

    @Override
    public Instant at() {
        return snapshotted.at();
    }
}
