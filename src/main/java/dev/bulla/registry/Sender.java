package dev.bulla.registry;

import dev.bulla.outcome.UnreachableException;

/** Sends a request and waits for its answer, whatever its status. */
@FunctionalInterface
interface Sender {
    /**
     * Sends {@code call}.
     *
     * @throws UnreachableException when no answer came
     */
    Answer send(Call call, Operation operation);
}
