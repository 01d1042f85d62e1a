package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import java.time.Instant;

/** A root is trusted; newer ones may follow (TUF 5.3). */
public final class Rooted implements TrustedRoles {
    private final Signed<Root> root;
    private final Instant at;
    private final boolean forgets;

    private Rooted(Signed<Root> root, Instant at, boolean forgets) {
        this.root = root;
        this.at = at;
        this.forgets = forgets;
    }

    /** The root that was pinned: signed by a threshold of its own keys; its expiry does not matter yet (TUF 5.2). */
    public static Step<Rooted> pinned(Bytes root, Instant at) {
        Verifier verifier = Verifier.ROOT;
        return verifier.parse(root, RoleFormat.ROOT)
                .then(file -> verifier.signedBy(file.role().keysOf(RoleName.ROOT), file))
                .map(file -> new Rooted(file, at, false));
    }

    /** The next root, if {@code newer} is it: signed by the old threshold and by its own, version one higher. */
    public Step<Rooted> next(Bytes newer) {
        Verifier verifier = Verifier.ROOT;
        return verifier.parse(newer, RoleFormat.ROOT)
                // TUF 5.3.4: a threshold of the keys of version N and a threshold of the keys of version N+1
                .then(file -> verifier.signedBy(root.role().keysOf(RoleName.ROOT), file))
                .then(file -> verifier.signedBy(file.role().keysOf(RoleName.ROOT), file))
                .then(file -> oneHigher(verifier, file))
                // TUF 5.3.6: the expiry of an intermediate root does not matter
                .map(file -> new Rooted(file, at, rotatesOnlineKeys(file.role())));
    }

    /** TUF 5.3.5: exactly version N+1. */
    private Step<Signed<Root>> oneHigher(Verifier verifier, Signed<Root> file) {
        long seen = root.role().version();
        long offered = file.role().version();
        if (offered == seen + 1) {
            return Step.done(file);
        }
        return Step.refused(verifier.rollback(
                "5.3.5", seen, offered, "is version " + offered + " where " + (seen + 1) + " must follow"));
    }

    /** TUF 5.3.11: when a timestamp or snapshot key is gone, what the old keys signed may have been fast-forwarded. */
    private boolean rotatesOnlineKeys(Root newer) {
        return root.role().keysOf(RoleName.TIMESTAMP).rotatedTo(newer.keysOf(RoleName.TIMESTAMP))
                || root.role().keysOf(RoleName.SNAPSHOT).rotatedTo(newer.keysOf(RoleName.SNAPSHOT));
    }

    /** There is no newer root: this one must not be expired (TUF 5.3.10). */
    public Step<Settled> settle() {
        return Verifier.ROOT.isCurrent(at, root).map(file -> new Settled(file, at));
    }

    @Override
    public Signed<Root> root() {
        return root;
    }

    @Override
    public Instant at() {
        return at;
    }

    /** True when remembered timestamp and snapshot must be forgotten together with the step to this root (TUF 5.3.11). */
    public boolean forgetsOnlineRoles() {
        return forgets;
    }
}
