package dev.bulla.registry;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Cuts connections that a thread is stuck in while it sends a request or waits for the first line of the answer: a server
 * that trickles header bytes, or that stops reading an upload, defeats the time-out of a single read.
 */
final class Watchdog implements Closeable {
    /** Twenty looks in the shortest limit: late by five percent at most. */
    private static final int LOOKS = 20;

    private final long periodMillis;
    private final Object lock = new Object();
    private Optional<ScheduledThreadPoolExecutor> timer = Optional.empty();

    Watchdog(Timeouts limits) {
        Duration shortest = limits.window().compareTo(limits.total()) < 0 ? limits.window() : limits.total();
        this.periodMillis = Math.max(1, shortest.toMillis() / LOOKS);
    }

    /** One guarded exchange; {@link #close} ends the guard. */
    record Watch(ScheduledFuture<?> task, AtomicBoolean fired) implements Closeable {
        boolean hasFired() {
            return fired.get();
        }

        @Override
        public void close() {
            task.cancel(false);
        }
    }

    /** Runs {@code cut} once as soon as {@code due} is seen to be true. */
    Watch watch(BooleanSupplier due, Runnable cut) {
        AtomicBoolean fired = new AtomicBoolean();
        Runnable look = () -> {
            if (!fired.get() && due.getAsBoolean() && fired.compareAndSet(false, true)) {
                cut.run();
            }
        };
        ScheduledFuture<?> task =
                timer().scheduleWithFixedDelay(look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        return new Watch(task, fired);
    }

    private ScheduledThreadPoolExecutor timer() {
        synchronized (lock) {
            if (timer.isEmpty()) {
                timer = Optional.of(started());
            }
            return timer.get();
        }
    }

    private static ScheduledThreadPoolExecutor started() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "bulla-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    @Override
    public void close() {
        synchronized (lock) {
            timer.ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
            timer = Optional.empty();
        }
    }
}
