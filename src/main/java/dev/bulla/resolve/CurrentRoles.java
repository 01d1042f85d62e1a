package dev.bulla.resolve;

import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.FreshnessRule;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Roles that have not expired; in mode {@code online} with an age, of a timestamp signed no longer ago than that. */
final class CurrentRoles implements FreshnessCheck {
    private final Instant now;
    private final Optional<Duration> maxAge;

    CurrentRoles(PinnedQuestion question) {
        this.now = question.at();
        this.maxAge = question.terms()
                .freshness()
                .filter(rule -> rule.mode() == FreshnessRule.Mode.ONLINE)
                .flatMap(FreshnessRule::maxAge);
    }

    @Override
    public Instant time() {
        return now;
    }

    @Override
    public Step<Freshness> of(Lookup roles) {
        Instant expiry = FreshnessCheck.firstExpiry(roles.roles());
        if (maxAge.isEmpty()) {
            return Step.done(FreshnessCheck.grade(Freshness.Grade.FRESH, now, expiry));
        }
        Optional<Instant> signed;
        try {
            signed = SignedExtras.signedAt(roles.roles().timestamp().role());
        } catch (JsonException e) {
            return Step.refused(ReasonCode.MALFORMED, "timestamp: " + e.getMessage());
        }
        if (signed.isEmpty()) {
            return Step.refused(
                    expired("the timestamp does not say when it was signed, and the policy limits its age"));
        }
        Instant until = signed.get().plus(maxAge.get());
        if (!until.isAfter(now)) {
            return Step.refused(expired("the timestamp was signed at " + UtcTime.print(signed.get())
                            + ", longer ago than the policy allows")
                    .with("seen", UtcTime.print(now))
                    .with("offered", UtcTime.print(until)));
        }
        return Step.done(FreshnessCheck.grade(Freshness.Grade.FRESH, now, expiry.isBefore(until) ? expiry : until));
    }

    private static Reason expired(String message) {
        return Reason.of(ReasonCode.EXPIRED, message).with("role", "timestamp").with("section", "trust.10.2");
    }
}
