package dev.bulla.registry;

import com.google.api.client.http.HttpTransport;

/** The way to the other side for one exchange. */
interface Link {
    /** Sends the request. */
    HttpTransport transport();

    /** Ends the exchange; {@code whole} says that the answer has been read to its end. */
    void release(boolean whole);

    /** Closes the connection from another thread; whoever waits for it fails. */
    void cut();
}
