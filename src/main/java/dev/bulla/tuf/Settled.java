package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.Optional;

/** The newest root is known and current (TUF 5.3.10); the timestamp comes next (TUF 5.4). */
public final class Settled implements TrustedRoles {
    private final Signed<Root> root;
    private final Instant at;

    Settled(Signed<Root> root, Instant at) {
        this.root = root;
        this.at = at;
    }

    /**
     * The timestamp.
     *
     * @param offered what the source has now
     * @param remembered the last trusted file, which bounds the versions from below when it still verifies, expired or not
     */
    public Step<Timestamped> timestamp(Bytes offered, Optional<Bytes> remembered) {
        Verifier verifier = Verifier.TIMESTAMP;
        RoleKeys keys = root.role().keysOf(RoleName.TIMESTAMP);
        Optional<Signed<Timestamp>> last = verifier.remembered(remembered, RoleFormat.TIMESTAMP, keys);
        return verifier.parse(offered, RoleFormat.TIMESTAMP)
                .then(file -> verifier.signedBy(keys, file)) // TUF 5.4.2
                .then(file -> last.isPresent() ? notOlder(verifier, file, last.get()) : Step.done(file))
                .then(file -> verifier.isCurrent(at, file)) // TUF 5.4.4
                .map(file -> new Timestamped(this, file, last.isEmpty() || file != last.get()));
    }

    private static Step<Signed<Timestamp>> notOlder(
            Verifier verifier, Signed<Timestamp> offered, Signed<Timestamp> last) {
        long seenVersion = last.role().version();
        long version = offered.role().version();
        if (version < seenVersion) { // TUF 5.4.3.1
            return Step.refused(verifier.rollback(
                    "5.4.3.1", seenVersion, version, "is version " + version + " after " + seenVersion));
        }
        if (version == seenVersion) { // TUF 5.4.3.1: discard the new bytes, keep the old, go on
            return Step.done(last);
        }
        long seen = last.role().snapshot().version();
        long listed = offered.role().snapshot().version();
        if (listed < seen) { // TUF 5.4.3.2
            return Step.refused(
                    verifier.rollback("5.4.3.2", seen, listed, "lists snapshot version " + listed + " after " + seen));
        }
        return Step.done(offered);
    }

    @Override
    public Signed<Root> root() {
        return root;
    }

    @Override
    public Instant at() {
        return at;
    }
}
