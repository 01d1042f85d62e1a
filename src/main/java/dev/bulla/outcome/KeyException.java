package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key cannot be used: missing, unreadable, wrong passphrase, token refused (exit 8). */
public final class KeyException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public KeyException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public KeyException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
