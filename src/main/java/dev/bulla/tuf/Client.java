package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The client workflow (TUF 1.0.34 section 5) over a source and a memory. A verified file is remembered at the step where
 * the specification says so; after a refusal or failure the memory holds what was verified until then, and the next
 * update starts from it.
 */
public final class Client {
    private final Files files;
    private final TufLimits limits;
    private final Optional<DelegatedRole> start;

    /**
     * A client.
     *
     * @param listener told a line for every step
     */
    public Client(RoleSource source, RoleMemory memory, TufLimits limits, Consumer<String> listener) {
        this(new Files(source, memory, limits, listener), limits, Optional.empty());
    }

    private Client(Files files, TufLimits limits, Optional<DelegatedRole> start) {
        this.files = files;
        this.limits = limits;
        this.start = start;
    }

    /**
     * The same client, whose searches begin at {@code role} with the consumer's own keys for it, whatever root and
     * top-level targets say (TAP 13). Timestamp and snapshot stay the repository's: it decides which version of the role
     * is current, and can withhold the role, but cannot speak for it.
     *
     * @param role any role but root, timestamp and snapshot
     */
    public Client startingAt(RoleName role, RoleKeys keys) {
        if (role.isTopLevel() && !role.equals(RoleName.TARGETS)) {
            throw new IllegalArgumentException("a search cannot begin at " + role);
        }
        return new Client(files, limits, Optional.of(DelegatedRole.start(role, keys)));
    }

    /**
     * Updates root, timestamp, snapshot and targets, or the role where searches begin instead (TUF 5.1 to 5.6.6).
     *
     * @param at the start time of the update (TUF 5.1)
     * @return {@code NO_TRUST_ROOT} when the memory holds no root: there is no trust on first use
     * @throws dev.bulla.outcome.BullaException when a file cannot be fetched or remembered
     */
    public Step<Lookup> refresh(Instant at) {
        Optional<Bytes> pinned = files.remembered(RoleName.ROOT);
        if (pinned.isEmpty()) {
            return Step.refused(ReasonCode.NO_TRUST_ROOT, "no trusted root is here");
        }
        try {
            return Rooted.pinned(pinned.get(), at) // TUF 5.2
                    .then(this::newestRoot)
                    .then(Rooted::settle)
                    .then(this::timestamp)
                    .then(this::snapshot)
                    .then(this::targets)
                    .map(complete -> new Lookup(complete, files, limits));
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    /** TUF 5.3.2 to 5.3.9: one root after the other until there is no newer one, or enough for one update. */
    private Step<Rooted> newestRoot(Rooted trusted) {
        Rooted newest = trusted;
        for (int i = 0; i < limits.rootRotations(); i++) {
            Step<Optional<Rooted>> next = nextRoot(newest);
            if (next instanceof Step.Refused<Optional<Rooted>> refused) {
                return Step.refused(refused.reason());
            }
            Optional<Rooted> newer = next.orThrow();
            if (newer.isEmpty()) {
                return Step.done(newest);
            }
            newest = newer.get();
        }
        return Step.done(newest);
    }

    /** The root after {@code trusted}, verified and remembered; empty when there is none. */
    private Step<Optional<Rooted>> nextRoot(Rooted trusted) {
        long wanted = trusted.root().role().version() + 1;
        if (wanted > TufLimits.MAX_VERSION) {
            return Step.done(Optional.empty());
        }
        return files.root(wanted).then(offered -> {
            if (offered.isEmpty()) {
                return Step.done(Optional.empty());
            }
            return trusted.next(offered.get()).map(next -> {
                files.memory().keepRoot(wanted, next.root().raw(), next.forgetsOnlineRoles()); // TUF 5.3.8, 5.3.11
                files.tell("root v" + wanted + " is verified and trusted");
                return Optional.of(next);
            });
        });
    }

    /** TUF 5.4. */
    private Step<Timestamped> timestamp(Settled settled) {
        return files.timestamp()
                .then(offered -> settled.timestamp(offered, files.remembered(RoleName.TIMESTAMP)))
                .map(trusted -> {
                    if (trusted.adopted()) {
                        files.keep(RoleName.TIMESTAMP, trusted.timestamp()); // TUF 5.4.5
                    } else {
                        files.tell("timestamp v" + trusted.timestamp().role().version() + " has not changed");
                    }
                    return trusted;
                });
    }

    /** TUF 5.5; a remembered snapshot that is the one named is not fetched again. */
    private Step<Snapshotted> snapshot(Timestamped trusted) {
        Optional<Bytes> local = files.remembered(RoleName.SNAPSHOT);
        if (local.isPresent()
                && trusted.snapshot(local.get(), Optional.empty()) instanceof Step.Done<Snapshotted> current) {
            files.tell("snapshot v" + trusted.expected().version() + " is remembered and current");
            return current;
        }
        return files.fetch(RoleName.SNAPSHOT, trusted.expected(), consistent(trusted))
                .then(offered -> trusted.snapshot(offered, local))
                .map(done -> {
                    files.keep(RoleName.SNAPSHOT, done.snapshot()); // TUF 5.5.7
                    return done;
                });
    }

    /** TUF 5.6.1 to 5.6.6; with a start of the consumer's, the same steps for that role and its keys. */
    private Step<Complete> targets(Snapshotted trusted) {
        DelegatedRole edge = start.orElseGet(trusted::top);
        RoleName role = edge.name();
        return trusted.expected(role).then(info -> {
            Optional<Bytes> local = files.remembered(role);
            if (local.isPresent() && trusted.start(edge, local.get()) instanceof Step.Done<Complete> current) {
                files.tell(role + " v" + info.version() + " is remembered and current");
                return current;
            }
            return files.fetch(role, info, consistent(trusted))
                    .then(offered -> trusted.start(edge, offered))
                    .map(done -> {
                        files.keep(role, done.targets()); // TUF 5.6.6
                        return done;
                    });
        });
    }

    private static boolean consistent(TrustedRoles trusted) {
        return trusted.root().role().consistentSnapshot();
    }
}
