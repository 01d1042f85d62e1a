package dev.bulla.cli.provenance;

import dev.bulla.intoto.LayoutVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A chain that was judged, and on whose word.
 *
 * @param artifact what it is about, {@code place@digest}; none for plain files
 * @param trust on whose word the layout counts: {@code keys} in hand, or {@code tuf}
 * @param verdict what came of it
 * @param at the time it was judged by
 * @param atGiven whether that time came from the caller
 * @param open what the verdict leaves open, a line each
 */
public record Judged(
        Optional<String> artifact,
        String trust,
        LayoutVerdict verdict,
        Instant at,
        boolean atGiven,
        List<String> open) {
    /** The layout counts since its owners' keys are in hand. */
    public static final String KEYS = "keys";

    /** The layout counts since top-level targets binds it to the name. */
    public static final String TUF = "tuf";

    /** Copies the list. */
    public Judged {
        open = List.copyOf(open);
    }
}
