package dev.bulla.oci;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How many rounds of requests lie behind what a thread knows. A request belongs to the round after the latest answer that
 * whoever sends it may have seen, so that the highest round is the number of times that a run waits for the other side,
 * however long each answer takes. Threads that do work for others begin with what these know, and hand back what they
 * learnt.
 */
public final class Rounds {
    private static final ThreadLocal<Integer> KNOWN = ThreadLocal.withInitial(() -> 0);

    private final int before;
    private final AtomicInteger reached;

    private Rounds(int before) {
        this.before = before;
        this.reached = new AtomicInteger(before);
    }

    /** The latest round of which this thread has seen an answer; 0 before the first. */
    public static int known() {
        return KNOWN.get();
    }

    /** This thread has seen an answer of {@code round}. */
    public static void learn(int round) {
        KNOWN.set(Math.max(KNOWN.get(), round));
    }

    /** What was asked since {@code known} does not count: challenges and tokens belong to the request that they are for. */
    public static void backTo(int known) {
        KNOWN.set(known);
    }

    /** What the calling thread knows, for work that other threads do for it. */
    public static Rounds handedOn() {
        return new Rounds(known());
    }

    /** Does {@code work} in the calling thread, with the knowledge that was handed on. */
    public <T> T call(Supplier<T> work) {
        int own = known();
        KNOWN.set(before);
        try {
            return work.get();
        } finally {
            reached.accumulateAndGet(known(), Math::max);
            KNOWN.set(own);
        }
    }

    /** The calling thread learns what the work has seen. */
    public void takeBack() {
        learn(reached.get());
    }
}
