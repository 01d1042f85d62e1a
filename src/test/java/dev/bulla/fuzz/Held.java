package dev.bulla.fuzz;

/** What a target states. */
final class Held {
    private Held() {}

    /** A finding unless {@code statement} is true. */
    static void that(boolean statement, String otherwise) {
        if (!statement) {
            throw new AssertionError(otherwise);
        }
    }
}
