package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.Optional;

/** The snapshot is trusted; targets roles come next (TUF 5.6). */
public final class Snapshotted implements TrustedRoles {
    private final Timestamped timestamped;
    private final Signed<Snapshot> snapshot;

    Snapshotted(Timestamped timestamped, Signed<Snapshot> snapshot) {
        this.timestamped = timestamped;
        this.snapshot = snapshot;
    }

    /** What the snapshot says of {@code role}; a role that it does not list does not exist. */
    public Step<FileInfo> expected(RoleName role) {
        Optional<FileInfo> info = snapshot.role().of(role);
        return info.isPresent()
                ? Step.done(info.get())
                : Step.refused(Verifier.targets(role)
                        .reason(ReasonCode.ROLE_NOT_IN_SNAPSHOT, "5.6.1", "is not listed in the snapshot"));
    }

    /** Top-level targets, whose keys come from root (TUF 5.6.1 to 5.6.5). */
    public Step<Complete> targets(Bytes offered) {
        return start(top(), offered);
    }

    /** Another role as the start of every search, with the keys that a consumer's policy gives for it (TAP 13). */
    public Step<Complete> start(DelegatedRole start, Bytes offered) {
        return verify(start, offered).map(file -> new Complete(this, start, file));
    }

    /** The edge from root to top-level targets. */
    public DelegatedRole top() {
        return DelegatedRole.start(RoleName.TARGETS, root().role().keysOf(RoleName.TARGETS));
    }

    /** Every targets role passes here, with the keys and the threshold of the edge that led to it. */
    Step<Signed<Targets>> verify(DelegatedRole edge, Bytes offered) {
        Verifier verifier = Verifier.targets(edge.name());
        return expected(edge.name())
                .then(info -> verifier.matches(offered, info) // TUF 5.6.2
                        .then(file -> verifier.parse(file, RoleFormat.TARGETS))
                        .then(file -> verifier.signedBy(edge.keys(), file)) // TUF 5.6.3
                        .then(file -> verifier.hasVersion(info.version(), file)) // TUF 5.6.4
                        .then(file -> verifier.isCurrent(at(), file))); // TUF 5.6.5
    }

    /** The trusted snapshot. */
    public Signed<Snapshot> snapshot() {
        return snapshot;
    }

    /** The trusted timestamp. */
    public Signed<Timestamp> timestamp() {
        return timestamped.timestamp();
    }

    @Override
    public Signed<Root> root() {
        return timestamped.root();
    }

    @Override
    public Instant at() {
        return timestamped.at();
    }
}
