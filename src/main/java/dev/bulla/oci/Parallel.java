package dev.bulla.oci;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs independent requests on virtual threads, so many at a time; the first failure stops the rest and is thrown. */
public final class Parallel {
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

    /** The results of {@code task} in the order of {@code items}. */
    public <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> task) {
        Semaphore room = new Semaphore(width);
        List<Future<R>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<R> finished = new ExecutorCompletionService<>(threads);
            try {
                for (T item : items) {
                    running.add(finished.submit(() -> {
                        room.acquire();
                        try {
                            return task.apply(item);
                        } finally {
                            room.release();
                        }
                    }));
                }
                for (int i = 0; i < running.size(); i++) {
                    finished.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw unwrapped(e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return running.stream().<R>map(Future::resultNow).toList();
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
