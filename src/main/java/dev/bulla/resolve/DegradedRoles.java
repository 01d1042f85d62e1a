package dev.bulla.resolve;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Roles whose timestamp or snapshot has expired by less than the consumer tolerates. Root and all targets roles have to be
 * unexpired as ever: what says what is current may be old, what says what is right may not.
 *
 * @param time a moment at which timestamp and snapshot were unexpired
 * @param now the time of the run
 * @param maxAge how long ago they may have expired
 */
record DegradedRoles(Instant time, Instant now, Duration maxAge) implements FreshnessCheck {
    @Override
    public Step<Freshness> of(Lookup roles) {
        Instant expired = FreshnessCheck.firstExpiry(roles.roles());
        Instant until = expired.plus(maxAge);
        if (!until.isAfter(now)) {
            return Step.refused(Reason.of(
                            ReasonCode.EXPIRED,
                            "timestamp or snapshot expired at " + UtcTime.print(expired)
                                    + ", longer ago than the policy tolerates")
                    .with("role", RoleName.TIMESTAMP.value())
                    .with("section", "trust.10.2")
                    .with("seen", UtcTime.print(now))
                    .with("offered", UtcTime.print(until)));
        }
        return current(List.of(roles.roles().root(), roles.roles().targets()))
                .map(ok -> FreshnessCheck.grade(Freshness.Grade.DEGRADED, expired, until));
    }

    @Override
    public Step<Proof> complete(Proof proof) {
        return current(proof.roles().visited()).map(ok -> proof);
    }

    private Step<Boolean> current(List<? extends Signed<? extends Role>> files) {
        for (Signed<? extends Role> file : files) {
            if (!file.role().expires().isAfter(now)) {
                String expired = UtcTime.print(file.role().expires());
                return Step.refused(Reason.of(
                                ReasonCode.EXPIRED,
                                "a role that is not timestamp or snapshot expired at " + expired + " (v"
                                        + file.role().version() + "); only those two may be old")
                        .with("section", "trust.10.2")
                        .with("seen", UtcTime.print(now))
                        .with("offered", expired));
            }
        }
        return Step.done(true);
    }
}
