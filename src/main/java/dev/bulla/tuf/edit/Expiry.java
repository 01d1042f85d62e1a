package dev.bulla.tuf.edit;

import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.UtcTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a role that is being written expires: after now, and at most ten years from now (tuf.md 10), to the second. */
public final class Expiry {
    /** Ten years with their leap days: whoever needs longer has no expiry at all, and no way back from a stolen key. */
    public static final Duration LONGEST = Duration.ofDays(3653);

    private final Instant moment;

    private Expiry(Instant moment) {
        this.moment = moment;
    }

    /**
     * A role written at {@code now} expires at {@code moment}.
     *
     * @throws UsageException when that is no later than now, or more than {@link #LONGEST} from now
     */
    public static Expiry at(Instant now, Instant moment) {
        Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
        if (!second.isAfter(now)) {
            throw new UsageException("a role that expires at " + second + " would be expired already");
        }
        if (second.isAfter(now.plus(LONGEST))) {
            throw new UsageException(
                    "a role that expires at " + second + " would live longer than ten years",
                    "the custom is 365 days for root, 31 for targets and delegated roles, 1 to 7 for the others");
        }
        return new Expiry(second);
    }

    /** A role written at {@code now} expires {@code life} later; throws as {@link #at}. */
    public static Expiry after(Instant now, Duration life) {
        try {
            return at(now, now.plus(life));
        } catch (ArithmeticException | DateTimeException e) {
            throw new UsageException("no role lives for " + life, e);
        }
    }

    /** The moment from which on the role is expired. */
    public Instant moment() {
        return moment;
    }

    /** The spelling of role files. */
    @Override
    public String toString() {
        return UtcTime.print(moment);
    }
}
