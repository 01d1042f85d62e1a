package dev.bulla.registry;

import java.time.Duration;

/**
 * How a tag that several writers change is written (docs/adr, "Writing the fallback tag").
 *
 * @param quiet how long a writer that saw nobody else looks on after its own write
 * @param contended how long after its own write when it saw another writer
 * @param rounds most writes before the writer gives up
 */
public record Settling(Duration quiet, Duration contended, int rounds) {
    /** Eight writes (oci-graph section 5). */
    private static final int ROUNDS = 8;

    /** Refuses waits that are not positive. */
    public Settling {
        if (quiet.isNegative() || contended.compareTo(quiet) < 0 || rounds < 1) {
            throw new IllegalArgumentException("settling times");
        }
    }

    /** One second alone, two seconds and more with others. */
    public static Settling standard() {
        return new Settling(Duration.ofSeconds(1), Duration.ofSeconds(2), ROUNDS);
    }
}
