package dev.bulla.registry;

import java.io.IOException;

/** The way to the other side for one exchange. */
interface Link {
    /**
     * Sends the request and waits for the head of its answer.
     *
     * @throws IOException when no answer came in order; runtime exceptions of what writes the body pass through
     */
    Reply send(Call call, Exchange exchange) throws IOException;

    /** Ends the exchange; {@code whole} says that the answer has been read to its end. */
    void release(boolean whole);

    /** Closes the connection from another thread; whoever waits for it fails. */
    void cut();
}
