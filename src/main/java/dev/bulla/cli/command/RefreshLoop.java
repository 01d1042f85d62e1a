package dev.bulla.cli.command;

import dev.bulla.cli.frame.ExitCode;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.UsageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Refreshes again and again until the process is interrupted. What may be better next time is reported and tried again; a
 * wrong call and a missing key end it.
 */
final class RefreshLoop {
    private final InstantSource clock;
    private final Runnable wait;
    private final Consumer<BullaException> failures;

    /**
     * A loop.
     *
     * @param clock read once for each round
     * @param wait waits until the next round; what it throws ends the loop
     * @param failures hears what went wrong
     */
    RefreshLoop(InstantSource clock, Runnable wait, Consumer<BullaException> failures) {
        this.clock = clock;
        this.wait = wait;
        this.failures = failures;
    }

    /** One refresh. */
    interface Round {
        /** Refreshes at this time. */
        ExitCode run(Instant now);
    }

    /** Never returns; ends by what the waiting throws, or a round that cannot get better. */
    ExitCode run(Round round) {
        while (true) {
            try {
                round.run(clock.instant());
            } catch (UsageException | KeyException hopeless) {
                throw hopeless;
            } catch (BullaException failure) {
                failures.accept(failure);
            }
            wait.run();
        }
    }
}
