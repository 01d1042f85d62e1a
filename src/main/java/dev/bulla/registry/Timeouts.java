package dev.bulla.registry;

import java.time.Duration;

/**
 * How long the other side may take.
 *
 * @param connect to accept a connection
 * @param read between two pieces of an answer
 * @param total for one operation on metadata, all its requests, waits and retries together
 * @param minimumRate bytes per second that a transfer must reach over any {@link #window}; a pause between two pieces alone
 *     would be defeated by one byte every few seconds (TUF 1.0.34 section 1.5, slow retrieval)
 * @param window the time over which the rate is taken
 */
public record Timeouts(Duration connect, Duration read, Duration total, long minimumRate, Duration window) {
    /** 1 KiB/s over any ten seconds: below that, 4 MiB of metadata would take more than an hour. */
    private static final long MINIMUM_RATE = 1024;

    /** Refuses durations that are not positive. */
    public Timeouts {
        if (!positive(connect) || !positive(read) || !positive(total) || !positive(window) || minimumRate < 0) {
            throw new IllegalArgumentException("time-outs must be positive");
        }
    }

    /** 10 s to connect, 30 s between pieces, 60 s in total, 1 KiB/s over any 10 s. */
    public static Timeouts standard() {
        return new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                MINIMUM_RATE,
                Duration.ofSeconds(10));
    }

    /** The same with another total; no single wait is longer than it. */
    public Timeouts within(Duration newTotal) {
        return new Timeouts(min(connect, newTotal), min(read, newTotal), newTotal, minimumRate, window);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
