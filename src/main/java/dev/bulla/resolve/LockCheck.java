package dev.bulla.resolve;

import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.trust.LockedRepository;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares trusted roles with what a {@code trust.lock} says was seen (artifact-types/lock.md). */
final class LockCheck {
    private LockCheck() {}

    /** Refused with {@code ROLLBACK}, {@code ROLE_REMOVED} or {@code FORKED_METADATA} when something is older. */
    static Step<Boolean> roles(Optional<LockedRepository> lock, Complete roles) {
        return lock.map(seen -> new Comparison(seen, roles).all()).orElseGet(() -> Step.done(true));
    }

    /** Refused with {@code ROLLBACK} when the target has an older revision than was seen. */
    static Step<Proof> revision(Optional<LockedRepository> lock, Proof proof) {
        String path = proof.target().path().value();
        long seen = lock.filter(
                        locked -> !locked.snapshotIsRotated(keys(proof.roles().roles(), RoleName.SNAPSHOT)))
                .map(locked -> locked.seq().getOrDefault(path, 0L))
                .orElse(0L);
        try {
            long offered = SeenTargets.revision(proof.target().info());
            return offered < seen
                    ? Step.refused(rollback(path + " is listed with revision ", seen, offered)
                            .with("target", path))
                    : Step.done(proof);
        } catch (JsonException e) {
            return Step.refused(
                    Reason.of(ReasonCode.MALFORMED, path + " has members that do not read: " + e.getMessage()));
        }
    }

    /** What is to be locked after an artifact was trusted. */
    static LockedRepository seen(Proof proof, Instant at) {
        Complete roles = proof.roles().roles();
        Map<String, Long> versions = new TreeMap<>();
        proof.chain().stream()
                .filter(role -> !List.of("root", "timestamp", "snapshot")
                        .contains(role.name().value()))
                .forEach(role ->
                        versions.put(role.name().value(), role.file().role().version()));
        long revision = SeenTargets.revision(proof.target().info());
        return new LockedRepository(
                new LockedRepository.LockedRoot(
                        roles.root().role().version(),
                        roles.root().info().hashes().orElseThrow().prefix()),
                roles.timestamp().role().version(),
                roles.snapshot().role().version(),
                versions,
                keys(roles, RoleName.TIMESTAMP),
                keys(roles, RoleName.SNAPSHOT),
                revision == 0 ? Map.of() : Map.of(proof.target().path().value(), revision),
                at);
    }

    private static List<String> keys(Complete roles, RoleName role) {
        return roles.root().role().keysOf(role).ids().stream()
                .map(id -> id.value())
                .toList();
    }

    private static Reason rollback(String what, long seen, long offered) {
        return Reason.of(ReasonCode.ROLLBACK, what + offered + ", the lock has seen " + seen)
                .with("section", "trust.10.3")
                .with("seen", seen)
                .with("offered", offered)
                .hint(
                        "the place serves old metadata, or the lock is that of another deployment; see `bulla lock show`");
    }

    /** One lock against one set of roles. */
    private record Comparison(LockedRepository lock, Complete roles) {
        Step<Boolean> all() {
            return root().then(ok -> timestamp()).then(ok -> snapshot());
        }

        private Step<Boolean> root() {
            long seen = lock.root().version();
            long offered = roles.root().role().version();
            if (offered < seen) {
                return Step.refused(rollback("root is v", seen, offered).with("role", "root"));
            }
            String sha256 = roles.root().info().hashes().orElseThrow().prefix();
            if (offered == seen && !sha256.equals(lock.root().sha256())) {
                return Step.refused(Reason.of(
                                ReasonCode.FORKED_METADATA,
                                "root v" + offered + " is another one than the lock has seen")
                        .with("role", "root")
                        .with("section", "trust.10.3")
                        .with("seen", lock.root().sha256())
                        .with("offered", sha256));
            }
            return Step.done(true);
        }

        private Step<Boolean> timestamp() {
            long offered = roles.timestamp().role().version();
            boolean older = offered < lock.timestamp() && !lock.timestampIsRotated(keys(roles, RoleName.TIMESTAMP));
            return older
                    ? Step.refused(rollback("timestamp is v", lock.timestamp(), offered)
                            .with("role", "timestamp"))
                    : Step.done(true);
        }

        private Step<Boolean> snapshot() {
            if (lock.snapshotIsRotated(keys(roles, RoleName.SNAPSHOT))) {
                return Step.done(true);
            }
            long offered = roles.snapshot().role().version();
            if (offered < lock.snapshot()) {
                return Step.refused(
                        rollback("snapshot is v", lock.snapshot(), offered).with("role", "snapshot"));
            }
            for (Map.Entry<String, Long> seen : lock.roles().entrySet()) {
                Optional<FileInfo> listed = roles.snapshot().role().of(new RoleName(seen.getKey()));
                if (listed.isEmpty()) {
                    return Step.refused(Reason.of(
                                    ReasonCode.ROLE_REMOVED,
                                    "role " + seen.getKey() + " is gone; the lock has seen v" + seen.getValue())
                            .with("role", seen.getKey())
                            .with("section", "trust.10.3")
                            .with("seen", seen.getValue()));
                }
                if (listed.get().version() < seen.getValue()) {
                    return Step.refused(rollback(
                                    seen.getKey() + " is v",
                                    seen.getValue(),
                                    listed.get().version())
                            .with("role", seen.getKey()));
                }
            }
            return Step.done(true);
        }
    }
}
