package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.KeyException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Makes new keys. */
public final class KeyPairs {
    private KeyPairs() {}

    /**
     * A new key of this kind, held in memory.
     *
     * @throws KeyException when the platform cannot make such keys
     */
    public static LocalSigner generate(KeyKind kind) {
        return generate(kind, SystemRandom.source());
    }

    /** With the randomness of a test. */
    static LocalSigner generate(KeyKind kind, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.jcaName());
            generator.initialize(parameters(kind), random);
            KeyPair pair = generator.generateKeyPair();
            PublicKey publicKey = PublicKeys.fromSubjectPublicKeyInfo(
                    Bytes.adopt(pair.getPublic().getEncoded()));
            return new LocalSigner(publicKey, pair.getPrivate(), random);
        } catch (GeneralSecurityException e) {
            throw new KeyException("this JDK cannot make " + kind.wireName() + " keys", e);
        }
    }

    private static AlgorithmParameterSpec parameters(KeyKind kind) {
        return switch (kind) {
            case ED25519 -> NamedParameterSpec.ED25519;
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
                new ECGenParameterSpec(kind.curve().curveName());
            case RSA_2048, RSA_3072, RSA_4096 -> new RSAKeyGenParameterSpec(kind.bits(), RSAKeyGenParameterSpec.F4);
        };
    }
}
