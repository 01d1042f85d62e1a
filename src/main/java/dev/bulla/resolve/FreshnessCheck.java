package dev.bulla.resolve;

import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.Lookup;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way in which roles can be fresh enough (trust.md section 10.2): before they are verified, at which time their expiries
 * are compared; once they are verified, whether that time was the right one for them, and the grade of the answer.
 */
interface FreshnessCheck {
    /** The time that expiries of roles are compared with (TUF 5.1). */
    Instant time();

    /** The grade of an answer by {@code roles}, unexpired at {@link #time}; its protections are for others to say. */
    Step<Freshness> of(Lookup roles);

    /** The same once it is known which delegated roles and evidence the answer rests on. */
    default Step<Proof> complete(Proof proof) {
        return Step.done(proof);
    }

    /** When the first of the roles that say what is current expires. */
    static Instant firstExpiry(Complete roles) {
        return Stream.of(
                        roles.timestamp().role().expires(),
                        roles.snapshot().role().expires())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** A grade whose protections are not known yet. */
    static Freshness grade(Freshness.Grade grade, Instant seen, Instant until) {
        return new Freshness(grade, seen, until, List.of());
    }
}
