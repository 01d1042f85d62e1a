package dev.bulla.resolve;

import java.time.Instant;
import java.util.List;

/**
 * How old the roles behind an answer may be, and what keeps them from being older ones (trust.md section 10). Roles that are
 * too old are a refusal, {@code EXPIRED}, and have no grade.
 *
 * @param grade how their age was judged
 * @param seen when they were last known to be current: the start of this run, the time of the receipt, or for degraded ones
 *     the expiry that has passed
 * @param until from when on the answer no longer holds
 * @param protections what would have told an older state of the roles, strongest first; empty when nothing would
 */
public record Freshness(Grade grade, Instant seen, Instant until, List<Protection> protections) {
    /** How the age of roles was judged. */
    public enum Grade {
        /** Unexpired now, from a source that was asked in this run. */
        FRESH,
        /** Unexpired when a receipt says that they were seen, and the receipt is not too old. */
        RECEIPT,
        /** Expired by less than the policy tolerates. */
        DEGRADED
    }

    /** What protects a client from older roles that have not expired. */
    public enum Protection {
        /** Cosignatures of witnesses. */
        WITNESS,
        /** A lock file beside the deployment. */
        LOCK,
        /** What this machine remembers of earlier runs. */
        STATE
    }

    /** Copies the list. */
    public Freshness {
        protections = List.copyOf(protections);
    }
}
