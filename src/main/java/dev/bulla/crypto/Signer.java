package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;

/** Something that signs with one key: a key file, a token, or a key in memory. */
public interface Signer {
    /** The key that verifies what this signs. */
    PublicKey publicKey();

    /** The id that goes beside the signature. */
    default KeyId keyId() {
        return publicKey().computedId();
    }

    /**
     * Signs {@code message}.
     *
     * @throws dev.bulla.outcome.KeyException when the key cannot be used
     */
    Bytes sign(Bytes message);
}
