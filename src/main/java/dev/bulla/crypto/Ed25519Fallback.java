package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Ed25519 arithmetic of Bouncy Castle, loaded only when the JDK's generator cannot be used. */
final class Ed25519Fallback {
    private Ed25519Fallback() {}

    static Bytes publicOf(byte[] secret) {
        return Bytes.adopt(
                new Ed25519PrivateKeyParameters(secret, 0).generatePublicKey().getEncoded());
    }
}
