package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The public half of an Ed25519 secret. The JDK offers no function for it, but its generator makes a pair from 32 random
 * bytes: it is given the secret instead. Where a provider draws differently, Bouncy Castle computes it.
 */
final class Ed25519Public {
    private Ed25519Public() {}

    static Bytes of(byte[] secret) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, SystemRandom.replaying(secret));
        KeyPair pair = generator.generateKeyPair();
        boolean same = ((EdECPrivateKey) pair.getPrivate())
                .getBytes()
                .filter(made -> Arrays.equals(made, secret))
                .isPresent();
        if (!same) {
            return Ed25519Fallback.publicOf(secret);
        }
        byte[] encoded = pair.getPublic().getEncoded();
        return Bytes.adopt(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
}
