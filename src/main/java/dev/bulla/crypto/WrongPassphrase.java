package dev.bulla.crypto;

/** Decrypting gave nonsense: the passphrase is wrong. */
final class WrongPassphrase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongPassphrase() {
        super("wrong passphrase", null, false, false);
    }
}
