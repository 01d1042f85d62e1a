package dev.bulla.testkit;

import dev.bulla.registry.Pacing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time in which every wait is over at once. */
public final class NoWaits implements Pacing {
    private final AtomicLong ahead = new AtomicLong();

    @Override
    public long nanos() {
        return System.nanoTime() + ahead.get();
    }

    @Override
    public void pause(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }

    @Override
    public double jitter() {
        return 0;
    }
}
