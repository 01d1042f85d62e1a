package dev.bulla.resolve;

import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.Lookup;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges the age of roles (trust.md section 10): before they are verified, at which time their expiries are compared; once
 * they are verified, whether they are older than what is known already, and the grade of the answer.
 */
final class FreshnessCheck {
    private final PinnedQuestion question;

    FreshnessCheck(PinnedQuestion question) {
        this.question = question;
    }

    /** The time that expiries are compared with (TUF 5.1). */
    Step<Instant> time() {
        return Step.done(question.at());
    }

    /** The grade of an answer by {@code roles}, unexpired at {@code time}. */
    Step<Freshness> of(Lookup roles, Instant time) {
        return Step.done(new Freshness(
                Freshness.Grade.FRESH, time, firstExpiry(roles.roles()), List.of(Freshness.Protection.STATE)));
    }

    /** When the first of the roles that say what is current expires. */
    private static Instant firstExpiry(Complete roles) {
        return Stream.of(
                        roles.timestamp().role().expires(),
                        roles.snapshot().role().expires())
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
