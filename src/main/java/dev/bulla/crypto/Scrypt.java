package dev.bulla.crypto;

import org.bouncycastle.crypto.generators.SCrypt;

/** The scrypt function of Bouncy Castle (RFC 7914), behind its own class since the JDK has none. */
final class Scrypt {
    private Scrypt() {}

    static byte[] derive(byte[] passphrase, byte[] salt, int cost, int blockSize, int parallelization, int length) {
        return SCrypt.generate(passphrase, salt, cost, blockSize, parallelization, length);
    }
}
