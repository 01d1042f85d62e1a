package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Someone else changed the same thing meanwhile; nothing of theirs was overwritten (exit 9). */
public final class ConflictException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public ConflictException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public ConflictException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
