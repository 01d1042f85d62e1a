package dev.bulla.cnab;

import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import java.util.List;
import java.util.Optional;

/**
 * What came of comparing a stored bundle with a trusted one.
 *
 * @param checks every check that was made, in order, named {@code cnab.8.1} to {@code cnab.8.10} (and {@code cnab.3} for
 *     the demand that every image is complete); after a failed one there is none
 * @param outcome the proven bundle, or why it is none
 */
public record Representation(List<Check> checks, Step<Bundle> outcome) {
    /** Copies the list. */
    public Representation {
        checks = List.copyOf(checks);
    }

    /** Why the stored form was refused. */
    public Optional<Reason> refusal() {
        return outcome instanceof Step.Refused<Bundle> refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** The proven bundle, or the refusal as an exception. */
    public Bundle orThrow() {
        return outcome.orThrow();
    }
}
