package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The call itself is wrong: a flag, an argument, a reference that does not parse (exit 2). */
public final class UsageException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public UsageException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public UsageException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
