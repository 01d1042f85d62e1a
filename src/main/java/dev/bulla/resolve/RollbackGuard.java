package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.trust.LockedRepository;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is older than something known from passing for the newest (trust.md sections 10.1 and 10.3): clock, lock, state
 * and witnesses. It is made before the memory changes and raises nothing itself.
 */
final class RollbackGuard {
    private final PinnedQuestion question;
    private final List<Check> checks;
    private final Optional<Bytes> remembered;

    RollbackGuard(PinnedQuestion question, RoleDirectory memory, List<Check> checks) {
        this.question = question;
        this.checks = checks;
        this.remembered = memory.read(RoleName.TIMESTAMP.value(), TufLimits.TIMESTAMP_BYTES);
    }

    /**
     * Refused with {@code CLOCK} when the time of the run lies before a moment that is certainly past: with such a clock
     * expired metadata would pass.
     */
    Step<Boolean> clock() {
        Instant newest = latest(
                question.authority().bounds().notBefore(),
                question.authority().bounds().lock().map(LockedRepository::asOf).orElse(Instant.EPOCH));
        newest = latest(newest, signedAt(remembered));
        if (!question.at().plus(SignedExtras.MAX_SKEW).isBefore(newest)) {
            return Step.done(true);
        }
        return Step.refused(Reason.of(
                        ReasonCode.CLOCK,
                        "the time is taken to be " + UtcTime.print(question.at()) + ", and it was "
                                + UtcTime.print(newest) + " before")
                .with("section", "trust.10.1")
                .with("seen", UtcTime.print(newest))
                .with("offered", UtcTime.print(question.at()))
                .hint("set the clock of this machine; with a wrong one expired metadata would pass"));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What was verified and remembered here is read without verifying it again: at worst a run too many is refused. */
    private static Instant signedAt(Optional<Bytes> timestamp) {
        try {
            return timestamp
                    .map(file -> RoleFormat.TIMESTAMP.read(file).role())
                    .flatMap(SignedExtras::signedAt)
                    .orElse(Instant.EPOCH);
        } catch (JsonException e) {
            return Instant.EPOCH; // the update says what is wrong with the memory
        }
    }

    /** What applied, strongest first, once nothing turned out to be older than known. */
    Step<List<Freshness.Protection>> of(Complete roles, List<Bytes> offered) {
        List<Freshness.Protection> applied = new ArrayList<>();
        Optional<LockedRepository> lock = question.authority().bounds().lock();
        return Witnesses.check(question.terms().witnesses(), roles.timestamp(), offered)
                .then(witnesses -> {
                    witnesses.ifPresent(check -> {
                        checks.add(check);
                        applied.add(Freshness.Protection.WITNESS);
                    });
                    return LockCheck.roles(lock, roles);
                })
                .map(ok -> {
                    if (lock.isPresent()) {
                        checks.add(Check.ok(
                                "trust.10.3.lock",
                                "nothing is older than the lock of "
                                        + UtcTime.print(lock.get().asOf())));
                        applied.add(Freshness.Protection.LOCK);
                    }
                    if (remembered.isPresent()) {
                        applied.add(Freshness.Protection.STATE);
                    }
                    return applied;
                });
    }

    /** The revision of the target is not older than the lock says. */
    Step<Proof> complete(Proof proof) {
        return LockCheck.revision(question.authority().bounds().lock(), proof);
    }
}
