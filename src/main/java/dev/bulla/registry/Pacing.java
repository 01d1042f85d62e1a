package dev.bulla.registry;

import dev.bulla.outcome.UnreachableException;
import java.time.Duration;

/** Time as the client feels it: a tick to measure with, a way to wait, and what spreads clients that start together. */
public interface Pacing {
    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanos();

    /** Waits. */
    void pause(Duration duration);

    /** A number from 0 (inclusive) to 1 (exclusive) that differs between calls and between processes; no secret. */
    double jitter();

    /** The real one. */
    static Pacing real() {
        return new RealPacing();
    }

    /** {@code base} lengthened by up to half of itself. */
    default Duration spread(Duration base) {
        return base.plusNanos((long) (base.toNanos() * jitter() / 2));
    }

    /** Waits for the machine's clock; jitter comes from the time between calls and the process id. */
    final class RealPacing implements Pacing {
        /** Mixing constants of SplitMix64: neighbouring inputs give far outputs, which is all that jitter needs. */
        private static final long GOLDEN = 0x9E3779B97F4A7C15L;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnreachableException("interrupted while waiting", e);
            }
        }

        @Override
        public double jitter() {
            long z = System.nanoTime() + GOLDEN * ProcessHandle.current().pid();
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
        }
    }
}
