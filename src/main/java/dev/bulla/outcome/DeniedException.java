package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authentication or permission was refused: 401, 403 or a failing credential helper (exit 6). */
public final class DeniedException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public DeniedException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public DeniedException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
