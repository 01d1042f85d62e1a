package dev.bulla.registry;

import java.io.InterruptedIOException;

/** The other side kept the connection and did not use it. */
final class TooSlowException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    TooSlowException(String message) {
        super(message);
    }
}
