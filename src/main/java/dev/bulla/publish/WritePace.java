package dev.bulla.publish;

import dev.bulla.oci.Place;
import dev.bulla.registry.Pacing;
import dev.bulla.registry.RegistryStore;
import java.time.Duration;

/**
 * How long a writer of a mutable tag waits, so that writers which started at the same moment see one another.
 *
 * @param claim between announcing a generation and believing that nobody else announced the same one; longer than the
 *     time between a look at the tag and a write of it
 * @param settle between writing the head and looking again
 * @param backoff before the second try; each further one waits twice as long
 * @param tries most tries before the writer gives up
 * @param pacing waits, and spreads those who start together
 */
public record WritePace(Duration claim, Duration settle, Duration backoff, int tries, Pacing pacing) {
    /** Eight tries (oci-graph section 5 rule 5). */
    private static final int TRIES = 8;

    /** Back-off stops doubling here: 2^5 times the first one. */
    private static final int MAX_DOUBLINGS = 5;

    /** Refuses no try at all. */
    public WritePace {
        if (tries < 1 || claim.isNegative() || settle.isNegative() || backoff.isNegative()) {
            throw new IllegalArgumentException("pace of a verified write");
        }
    }

    /** For registries: a look and a write that follow one another are less than half a second apart, then one second. */
    public static WritePace ofRegistries(Pacing pacing) {
        return new WritePace(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(250), TRIES, pacing);
    }

    /** The pace for a place. */
    public static WritePace of(Place place, Pacing pacing) {
        return switch (place) {
            case Place.LayoutPlace layout -> ofLayouts(pacing);
            case Place.RegistryPlace registry ->
                RegistryStore.isLoopback(registry) ? ofLoopback(pacing) : ofRegistries(pacing);
        };
    }

    /** For a registry on this machine, whose writers are on it as well. */
    public static WritePace ofLoopback(Pacing pacing) {
        return new WritePace(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(100), TRIES, pacing);
    }

    /** For image layouts, whose writers take turns by a lock: what another one wrote is seen at the next look. */
    public static WritePace ofLayouts(Pacing pacing) {
        return new WritePace(Duration.ZERO, Duration.ZERO, Duration.ofMillis(20), TRIES, pacing);
    }

    /** Writers on one loaded machine are slow together: at least four times one's own time from a look to its write. */
    void waitForClaims(Duration fromLookToWrite) {
        if (claim.isZero()) {
            return;
        }
        Duration own = fromLookToWrite.multipliedBy(4);
        pause(own.compareTo(claim) > 0 ? own : claim);
    }

    void waitToSettle() {
        if (!settle.isZero()) {
            pause(settle);
        }
    }

    void backOff(int lostTries) {
        pause(backoff.multipliedBy(1L << Math.min(lostTries, MAX_DOUBLINGS)));
    }

    private void pause(Duration base) {
        pacing.pause(pacing.spread(base));
    }
}
