package dev.bulla;

import dev.bulla.outcome.UnreachableException;
import dev.bulla.publish.RoleEdits;
import dev.bulla.publish.Standing;
import dev.bulla.registry.Pacing;
import java.time.Duration;
import java.util.Optional;

/** Waits until somebody else's refresh has published what was handed over. */
final class PublicationWait {
    /** A refresh runs every few minutes at most: looking more often than this gains nothing. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final OpenNamespace open;
    private final Duration limit;
    private final Pacing pacing = Pacing.real();

    PublicationWait(OpenNamespace open, Duration limit) {
        this.open = open;
        this.limit = limit;
    }

    /**
     * What is published once it holds {@code edits}; empty at once when there is nothing to wait for.
     *
     * @throws UnreachableException when it is not published in time
     */
    Optional<Standing> until(RoleEdits edits) {
        if (limit.isZero()) {
            return Optional.empty();
        }
        long start = pacing.nanos();
        do {
            Standing standing = open.standing();
            if (edits.isIn(standing)) {
                return Optional.of(standing);
            }
            pacing.pause(pacing.spread(BETWEEN_LOOKS));
        } while (Duration.ofNanos(pacing.nanos() - start).compareTo(limit) < 0);
        throw new UnreachableException(
                "what was handed over was not published within " + limit.toSeconds() + " s",
                "it stays handed over; see whether the refresh job of "
                        + open.at().namespace() + " runs");
    }
}
