package dev.bulla.adversary;

/** What a client knows before it asks. */
enum Knows {
    /** The pinned root alone. */
    NOTHING,
    /** A {@code trust.lock} that was raised when the roles were current. */
    LOCK,
    /** The current roles, which it has verified before. */
    ROLES;

    /** Whether it knows that there was something newer than what is shown. */
    boolean isNewerThanOld() {
        return this != NOTHING;
    }
}
