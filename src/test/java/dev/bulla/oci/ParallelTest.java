package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests side by side. */
class ParallelTest {
    @Test
    void resultsComeInTheOrderOfTheItems() {
        List<Integer> items = IntStream.range(0, 50).boxed().toList();

        assertThat(new Parallel(4).map(items, item -> item * 2))
                .isEqualTo(items.stream().map(item -> item * 2).toList());
    }

    @Test
    void noMoreRunAtATimeThanTheWidth() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        new Parallel(3).each(IntStream.range(0, 60).boxed().toList(), item -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
        });

        assertThat(most.get()).isBetween(1, 3);
    }

    /** A virtual thread that waited for a socket holds the process for 300 ms when it ends. */
    @Test
    void tasksRunOnThreadsOfTheSystem() {
        assertThat(new Parallel(2)
                        .map(List.of(1, 2), item -> Thread.currentThread().isVirtual()))
                .containsExactly(false, false);
    }

    @Test
    void aSingleItemNeedsNoThread() {
        assertThat(new Parallel(4).map(List.of(1), item -> Thread.currentThread()))
                .containsExactly(Thread.currentThread());
    }

    @Test
    void theFirstFailureInterruptsTheOthersAndIsThrown() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(1);
        assertThatThrownBy(() -> new Parallel(2).each(List.of(0, 1, 2, 3), item -> {
                    try {
                        if (item == 0) {
                            waiting.countDown();
                            never.await();
                        }
                        waiting.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                    throw new IllegalArgumentException("task " + item);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task 1");
        assertThat(interrupted.get()).isEqualTo(1);
    }
}
