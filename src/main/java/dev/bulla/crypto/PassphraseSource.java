package dev.bulla.crypto;

/** Where the passphrase of a key file comes from; asked only when a file turns out to be encrypted. */
@FunctionalInterface
public interface PassphraseSource {
    /**
     * The passphrase of the key called {@code keyName}; it is wiped after use, so each call gives a fresh one.
     *
     * @throws dev.bulla.outcome.KeyException when there is none
     */
    Passphrase passphraseOf(String keyName);
}
