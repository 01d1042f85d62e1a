package dev.bulla.crypto;

/** A key file is whole, and of a kind that Bulla does not use; becomes a one-line message at the door. */
final class UnsupportedKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /** {@code what} completes "... is not supported". */
    UnsupportedKey(String what) {
        super(what + " is not supported", null, false, false);
        this.what = what;
    }

    /** What is not supported. */
    String what() {
        return what;
    }
}
