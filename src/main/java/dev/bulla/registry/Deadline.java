package dev.bulla.registry;

import java.time.Duration;

/** The moment at which an operation must be over, all its requests together. */
final class Deadline {
    private final Pacing pacing;
    private final long end;
    private final Duration allowed;

    private Deadline(Pacing pacing, Duration allowed) {
        this.pacing = pacing;
        this.allowed = allowed;
        this.end = pacing.nanos() + allowed.toNanos();
    }

    static Deadline in(Duration allowed, Pacing pacing) {
        return new Deadline(pacing, allowed);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - pacing.nanos()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** How long the operation was given. */
    Duration allowed() {
        return allowed;
    }
}
