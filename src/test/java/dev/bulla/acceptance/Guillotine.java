package dev.bulla.acceptance;

import dev.bulla.testkit.loopback.Answer;
import dev.bulla.testkit.loopback.Middleman;
import dev.bulla.testkit.loopback.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a registry and kills the client when it makes the request of a given number. */
final class Guillotine implements Middleman {
    private final int fatal;
    private final boolean carriedOut;
    private final CompletableFuture<Process> victim = new CompletableFuture<>();
    private final AtomicInteger requests = new AtomicInteger();

    private Guillotine(int fatal, boolean carriedOut) {
        this.fatal = fatal;
        this.carriedOut = carriedOut;
    }

    /** Only counts. */
    static Guillotine counting() {
        return new Guillotine(Integer.MAX_VALUE, true);
    }

    /**
     * Falls at a request.
     *
     * @param fatal its number, the first is 1
     * @param carriedOut whether the registry does what it says before the client is dead
     */
    static Guillotine at(int fatal, boolean carriedOut) {
        return new Guillotine(fatal, carriedOut);
    }

    /** Whose end it is. */
    Process watching(Process process) {
        victim.complete(process);
        return process;
    }

    /** How many requests there were. */
    int requests() {
        return requests.get();
    }

    /** True when it fell. */
    boolean fell() {
        return requests.get() >= fatal;
    }

    @Override
    public Answer answer(Request request, Registry registry) {
        int number = requests.incrementAndGet();
        if (number < fatal) {
            return registry.answer(request);
        }
        if (number == fatal) {
            if (carriedOut) {
                registry.answer(request);
            }
            victim.join().destroyForcibly().onExit().join();
        }
        return Answer.of(503); // nobody is there to read it
    }
}
