package dev.bulla.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading or writing local files failed: full disk, missing permission, broken directory (exit 10). */
public final class StorageException extends BullaException {
    private static final long serialVersionUID = 1L;

    /** With a message and hints, a line each. */
    public StorageException(String message, String... hints) {
        super(message, null, List.of(hints));
    }

    /** With the failure that caused it. */
    public StorageException(String message, @Nullable Throwable cause, String... hints) {
        super(message, cause, List.of(hints));
    }
}
