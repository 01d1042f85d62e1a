package dev.bulla.oci;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs independent requests side by side, so many at a time; the first failure stops the rest and is thrown.
 *
 * <p>The threads are the system's: a virtual one that waits for a socket starts the platform's poller, and a process with a
 * poller takes 300 ms to end (HotSpot waits that long for threads inside the system), however little it had to do.
 */
public final class Parallel {
    /**
     * A thread of the system that reads from a socket does not hear an interrupt; it ends by its own time-out, and whoever
     * was interrupted or has a failure to tell does not wait for that. Half of what an interrupted process has left.
     */
    private static final int GRACE_MILLIS = 1000;

    private final int width;

    /** At most {@code width} tasks at a time. */
    public Parallel(int width) {
        this.width = width;
    }

    /** Runs {@code task} for each of {@code items} and returns when all are done. */
    public <T> void each(Collection<T> items, Consumer<? super T> task) {
        map(items, item -> {
            task.accept(item);
            return item;
        });
    }

    /** The results of {@code task} in the order of {@code items}; a single item is done by the caller's own thread. */
    public <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> task) {
        if (items.size() < 2) {
            List<R> only = new ArrayList<>(1);
            for (T item : items) {
                only.add(task.apply(item));
            }
            return only;
        }
        Rounds rounds = Rounds.handedOn();
        List<Future<R>> running = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(width, items.size()), Parallel::thread);
        ExecutorCompletionService<R> finished = new ExecutorCompletionService<>(threads);
        try {
            for (T item : items) {
                running.add(finished.submit(() -> rounds.call(() -> task.apply(item))));
            }
            for (int i = 0; i < running.size(); i++) {
                finished.take().get();
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            stop(threads);
            rounds.takeBack();
        }
        List<R> results = new ArrayList<>(running.size());
        for (Future<R> done : running) {
            results.add(done.resultNow());
        }
        return results;
    }

    /** Interrupts whatever still runs and gives it {@link #GRACE_MILLIS} to end. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bulla-request");
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
            return failure;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
