package dev.bulla.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Settings whose waits take no time and are remembered. */
final class TestSettings {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestSettings() {}

    /** Standard time-outs, no real waits. */
    static HttpSettings quick() {
        return waiting(new CopyOnWriteArrayList<>());
    }

    /** As {@link #quick}; each wait is added to {@code waits}. */
    static HttpSettings waiting(List<Duration> waits) {
        return HttpSettings.standard(() -> NOW).withPacing(new NoWaits(waits));
    }

    /** Limits short enough for a test of them: everything within half a second, 1 KiB/s over any 200 ms. */
    static HttpSettings impatient() {
        Duration half = Duration.ofMillis(500);
        return quick().withTimeouts(new Timeouts(half, half, half, 1024, Duration.ofMillis(200)));
    }

    /** Time moves on by itself, and by every wait at once. */
    private static final class NoWaits implements Pacing {
        private final List<Duration> waits;
        private final AtomicLong ahead = new AtomicLong();

        NoWaits(List<Duration> waits) {
            this.waits = waits;
        }

        @Override
        public long nanos() {
            return System.nanoTime() + ahead.get();
        }

        @Override
        public void pause(Duration duration) {
            waits.add(duration);
            ahead.addAndGet(duration.toNanos());
        }

        @Override
        public double jitter() {
            return 0;
        }
    }
}
