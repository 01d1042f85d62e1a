package dev.bulla.outcome;

/**
 * One check that was made, for {@code explain} and the JSON verdict.
 *
 * @param name stable name, such as {@code tuf.5.4.3.1} or {@code cnab.8.4}
 * @param result what came of it
 * @param detail one line: what was looked at
 */
public record Check(String name, Result result, String detail) {
    /** What a check came to. */
    public enum Result {
        /** The check was made and passed. */
        OK,
        /** The check was made and failed. */
        FAILED,
        /** Something worth telling that decides nothing. */
        NOTE
    }

    /** A passed check. */
    public static Check ok(String name, String detail) {
        return new Check(name, Result.OK, detail);
    }

    /** A finding that decides nothing. */
    public static Check note(String name, String detail) {
        return new Check(name, Result.NOTE, detail);
    }

    /** A failed check. */
    public static Check failed(String name, String detail) {
        return new Check(name, Result.FAILED, detail);
    }
}
