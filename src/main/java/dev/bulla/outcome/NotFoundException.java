package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** No such tag, digest, repository or file: the place answered and said so (exit 5). */
public final class NotFoundException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public NotFoundException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public NotFoundException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
