package dev.bulla.registry;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Cuts connections that a thread is stuck in while it sends a request or waits for the first line of the answer: a server
 * that trickles header bytes, or that stops reading an upload, defeats the time-out of a single read.
 */
final class Watchdog {
    /** Twenty looks in the shortest limit: late by five percent at most. */
    private static final int LOOKS = 20;

    /** One thread looks after all exchanges of the process, and goes when there has been none for a while. */
    private static final long IDLE_SECONDS = 10;

    private static final ScheduledThreadPoolExecutor TIMER = started();

    private final long periodMillis;

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
                daemon(cut, "bulla-cut").start(); // closing may wait too, and the others are not to wait for it
            }
        };
        return new Watch(TIMER.scheduleWithFixedDelay(look, periodMillis, periodMillis, TimeUnit.MILLISECONDS), fired);
    }

    private static ScheduledThreadPoolExecutor started() {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "bulla-watchdog"));
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
