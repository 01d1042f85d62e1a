package dev.bulla.cli.frame;

import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.DeniedException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UnreachableException;
import dev.bulla.outcome.UsageException;

/** How the program ends: the one table behind exit codes, first words of error lines, help and documentation. */
public enum ExitCode {
    /** Trusted, or done. */
    OK(0, "ok", "trusted, or done"),
    /** Examined and refused. */
    REJECTED(
            1,
            "rejected",
            "the metadata was examined and says no: signature, threshold, expired, rollback, digest mismatch,"
                    + " not a target, rule violated, malformed, limit, forked"),
    /** The call is wrong. */
    USAGE(2, "usage", "wrong flags or arguments"),
    /** Nothing speaks about the artifact. */
    UNSIGNED(3, "unsigned", "the artifact exists and nothing speaks about it"),
    /** No root of trust for the name. */
    NO_TRUST_ROOT(4, "no trust root", "this machine pins no root that covers the name, and no key was given"),
    /** The place says that it is not there. */
    NOT_FOUND(5, "not found", "no such tag, digest, repository or file"),
    /** Authentication or permission. */
    DENIED(6, "denied", "401, 403 or a failing credential helper"),
    /** No usable answer. */
    UNREACHABLE(7, "unreachable", "DNS, TLS, time-out, 5xx, 429 after retries: try again later"),
    /** A key cannot be used. */
    KEY(8, "key", "wrong passphrase, missing or unreadable key, token refused"),
    /** Someone else was faster. */
    CONFLICT(9, "conflict", "someone else published meanwhile; nothing was overwritten"),
    /** Local files. */
    STORAGE(10, "storage", "local files cannot be read or written: full disk, missing permission, broken directory"),
    /** Unforeseen. */
    BUG(70, "internal error", "anything unforeseen; the trace goes to a file whose path is printed"),
    /** Ctrl-C. */
    INTERRUPTED(130, "interrupted", "Ctrl-C; partial uploads are cancelled");

    private final int status;
    private final String word;
    private final String meaning;

    ExitCode(int status, String word, String meaning) {
        this.status = status;
        this.word = word;
        this.meaning = meaning;
    }

    /** What the shell sees. */
    public int status() {
        return status;
    }

    /** The first word of the error line. */
    public String word() {
        return word;
    }

    /** When it happens, a line for help and documentation. */
    public String meaning() {
        return meaning;
    }

    /** The code for a reason. */
    public static ExitCode of(ReasonCode reason) {
        return switch (reason) {
            case UNSIGNED_REQUIRED -> UNSIGNED;
            case NO_TRUST_ROOT -> NO_TRUST_ROOT;
            case HASH_MISMATCH,
                    UNKNOWN_HASH,
                    BAD_SIGNATURE,
                    THRESHOLD,
                    EXPIRED,
                    CLOCK,
                    ROLLBACK,
                    FAST_FORWARD,
                    VERSION_MISMATCH,
                    ROLE_REMOVED,
                    ROLE_NOT_IN_SNAPSHOT,
                    FORKED_METADATA,
                    ORIGIN_MISMATCH,
                    NOT_DELEGATED,
                    NOT_A_TARGET,
                    REPRESENTATION,
                    UNDIGESTED_IMAGE,
                    LAYOUT_UNBOUND,
                    LAYOUT_EXPIRED,
                    INTOTO_FAILED,
                    MISSING_LINK,
                    RULE_VIOLATED,
                    WRONG_PRODUCT,
                    WRONG_IDENTITY,
                    WRONG_COMMIT,
                    ARCHIVED,
                    BAD_REDIRECT,
                    LEVEL_TOO_LOW,
                    REVOKED,
                    LIMIT_EXCEEDED,
                    MALFORMED,
                    AMBIGUOUS,
                    NOT_COVERED,
                    INCOMPLETE -> REJECTED;
        };
    }

    /** The code for what could not be done. */
    public static ExitCode of(BullaException failure) {
        return switch (failure) {
            case UsageException e -> USAGE;
            case NotFoundException e -> NOT_FOUND;
            case DeniedException e -> DENIED;
            case UnreachableException e -> UNREACHABLE;
            case KeyException e -> KEY;
            case ConflictException e -> CONFLICT;
            case StorageException e -> STORAGE;
            case RejectedException e -> of(e.reason().code());
        };
    }
}
