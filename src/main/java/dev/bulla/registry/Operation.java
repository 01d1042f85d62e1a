package dev.bulla.registry;

import java.util.Optional;

/**
 * What one request belongs to.
 *
 * @param deadline when waits and retries must be over
 * @param coversBody whether the body must have been read by then as well; a large blob may take longer as long as it keeps
 *     the minimum rate
 */
record Operation(Deadline deadline, boolean coversBody) {
    static Operation onMetadata(HttpSettings settings) {
        return new Operation(Deadline.in(settings.timeouts().total(), settings.pacing()), true);
    }

    static Operation onContent(HttpSettings settings) {
        return new Operation(Deadline.in(settings.timeouts().total(), settings.pacing()), false);
    }

    Optional<Deadline> whole() {
        return coversBody ? Optional.of(deadline) : Optional.empty();
    }
}
