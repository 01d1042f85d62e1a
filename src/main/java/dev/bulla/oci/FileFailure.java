package dev.bulla.oci;

import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** A failure of the file system in words: what did not work, why, and what to do about it. */
public final class FileFailure {
    private FileFailure() {}

    /**
     * With the system's reason, and a hint where there is one.
     *
     * @param what what did not work, with the file: {@code cannot write FILE}
     */
    public static StorageException because(String what, IOException cause) {
        String reason = reason(cause);
        String message = what + ": " + reason;
        return advice(cause, reason.toLowerCase(Locale.ROOT))
                .map(hint -> new StorageException(message, cause, hint))
                .orElseGet(() -> new StorageException(message, cause));
    }

    /** What a failure of the file system says, without the file's name, which whoever reports it names. */
    public static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Optional<String> advice(IOException cause, String reason) {
        if (cause instanceof AccessDeniedException || reason.contains("read-only")) {
            return Optional.of("choose a directory that you may write to; nothing was changed there");
        }
        if (reason.contains("no space left") || reason.contains("quota")) {
            return Optional.of("make room on that disk and run the command again");
        }
        return reason.contains("file too large")
                ? Optional.of("a limit of file sizes is set here; see ulimit -f")
                : Optional.empty();
    }
}
