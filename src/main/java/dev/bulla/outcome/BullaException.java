package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something could not be done. The message is one line for people: lower case, no full stop; it says which end failed,
 * what was asked and what came. {@link #hints} say what to do next.
 */
public abstract sealed class BullaException extends RuntimeException
        permits UsageException,
                NotFoundException,
                DeniedException,
                UnreachableException,
                KeyException,
                ConflictException,
                StorageException,
                RejectedException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> hints;

    BullaException(String message, @Nullable Throwable cause, List<String> hints) {
        super(message, cause);
        this.hints = List.copyOf(hints);
    }

    /** What to do next, a line each. */
    public List<String> hints() {
        return hints;
    }
}
