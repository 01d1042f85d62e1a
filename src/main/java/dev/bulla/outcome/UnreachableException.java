package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place gave no usable answer: DNS, TLS, time-out, 5xx, 429 after retries. Trying again may help (exit 7). */
public final class UnreachableException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public UnreachableException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public UnreachableException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
