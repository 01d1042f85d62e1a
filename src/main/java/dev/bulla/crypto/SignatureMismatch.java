package dev.bulla.crypto;

/** A signature does not verify under a key; also when key or signature cannot be decoded. */
public final class SignatureMismatch extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    /** Says what did not fit, in one line. */
    public SignatureMismatch(String message) {
        super(message, null, false, false);
        this.what = message;
    }

    /** What did not fit; always there. */
    @Override
    public String getMessage() {
        return what;
    }
}
