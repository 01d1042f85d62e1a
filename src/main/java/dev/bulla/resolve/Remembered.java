package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.Settled;
import dev.bulla.tuf.Snapshotted;
import dev.bulla.tuf.Timestamped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a rollback memory for looking at: each role as long as the chain down to it verifies; expiry does not matter. */
final class Remembered {
    private Remembered() {}

    static List<RoleChecks.Vouched> of(RoleMemory memory) {
        List<RoleChecks.Vouched> roles = new ArrayList<>();
        Optional<Settled> settled = memory.load(RoleName.ROOT)
                .flatMap(root -> value(Rooted.pinned(root, Instant.EPOCH).then(Rooted::settle)));
        settled.ifPresent(trusted -> roles.add(RoleChecks.top(RoleName.ROOT, trusted.root(), trusted.root())));
        Optional<Timestamped> timestamped = next(settled, memory, RoleName.TIMESTAMP, Remembered::timestamp);
        timestamped.ifPresent(
                trusted -> roles.add(RoleChecks.top(RoleName.TIMESTAMP, trusted.timestamp(), trusted.root())));
        Optional<Snapshotted> snapshotted = next(timestamped, memory, RoleName.SNAPSHOT, Remembered::snapshot);
        snapshotted.ifPresent(
                trusted -> roles.add(RoleChecks.top(RoleName.SNAPSHOT, trusted.snapshot(), trusted.root())));
        Optional<Complete> complete = next(snapshotted, memory, RoleName.TARGETS, Snapshotted::targets);
        complete.ifPresent(trusted -> roles.add(RoleChecks.top(RoleName.TARGETS, trusted.targets(), trusted.root())));
        return roles;
    }

    /** One step of the workflow. */
    private interface Judge<S, T> {
        Step<T> judge(S state, Bytes file);
    }

    private static <S, T> Optional<T> next(Optional<S> state, RoleMemory memory, RoleName role, Judge<S, T> judge) {
        return state.flatMap(trusted -> memory.load(role).flatMap(file -> value(judge.judge(trusted, file))));
    }

    private static Step<Timestamped> timestamp(Settled settled, Bytes file) {
        return settled.timestamp(file, Optional.empty());
    }

    private static Step<Snapshotted> snapshot(Timestamped timestamped, Bytes file) {
        return timestamped.snapshot(file, Optional.empty());
    }

    private static <T> Optional<T> value(Step<T> step) {
        return step instanceof Step.Done<T> done ? Optional.of(done.value()) : Optional.empty();
    }
}
