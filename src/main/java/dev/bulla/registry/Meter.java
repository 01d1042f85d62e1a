package dev.bulla.registry;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what one transfer moves and says when it is too slow. */
final class Meter {
    private final Timeouts limits;
    private final Pacing pacing;
    private final AtomicLong moved = new AtomicLong();
    private long windowStart;
    private long movedAtStart;

    Meter(Timeouts limits, Pacing pacing) {
        this.limits = limits;
        this.pacing = pacing;
        this.windowStart = pacing.nanos();
    }

    void add(long bytes) {
        moved.addAndGet(bytes);
    }

    long moved() {
        return moved.get();
    }

    /** Begins a window now: what came before was not a transfer. */
    synchronized void restart() {
        windowStart = pacing.nanos();
        movedAtStart = moved.get();
    }

    /** True when a whole window has passed with fewer bytes than the minimum rate asks for. */
    synchronized boolean tooSlow() {
        long now = pacing.nanos();
        long passed = now - windowStart;
        if (passed < limits.window().toNanos()) {
            return false;
        }
        long due = (long) (limits.minimumRate() * (passed / 1e9));
        if (moved.get() - movedAtStart < due) {
            return true;
        }
        windowStart = now;
        movedAtStart = moved.get();
        return false;
    }
}
