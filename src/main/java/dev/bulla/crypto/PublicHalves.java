package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/**
 * The public half of a secret key. The JDK has no function for it but for RSA; its generators make a pair from random
 * bytes, though, and are given the secret instead. Where a provider draws differently, Bouncy Castle computes it.
 */
final class PublicHalves {
    private PublicHalves() {}

    /** The DER SubjectPublicKeyInfo. */
    static Bytes of(PrivateKey secret) throws GeneralSecurityException {
        byte[] encoded = switch (secret) {
            case EdECPrivateKey key -> generated("Ed25519", NamedParameterSpec.ED25519, numberOf(key), key);
            case ECPrivateKey key -> generated("EC", key.getParams(), numberOf(key), key);
            case RSAPrivateCrtKey key ->
                KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                        .getEncoded();
            default -> throw new InvalidKeyException("the secret half does not tell its public half");
        };
        return Bytes.adopt(encoded);
    }

    private static byte[] generated(
            String algorithm, AlgorithmParameterSpec parameters, byte[] number, PrivateKey secret)
            throws GeneralSecurityException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters, SystemRandom.replaying(number));
            KeyPair pair = generator.generateKeyPair();
            byte[] made = numberOf(pair.getPrivate());
            boolean same = Arrays.equals(made, number);
            Arrays.fill(made, (byte) 0);
            return same ? pair.getPublic().getEncoded() : ForeignKeys.publicHalf(secret.getEncoded());
        } finally {
            Arrays.fill(number, (byte) 0);
        }
    }

    /** The secret as the generators draw it: Ed25519 as it is, EC with the lowest byte first. */
    private static byte[] numberOf(PrivateKey secret) throws InvalidKeyException {
        return switch (secret) {
            case EdECPrivateKey key ->
                key.getBytes().orElseThrow(() -> new InvalidKeyException("the key does not show its bytes"));
            case ECPrivateKey key -> lowestFirst(key.getS());
            default -> throw new InvalidKeyException("not a key on a curve");
        };
    }

    private static byte[] lowestFirst(BigInteger value) {
        byte[] bytes = value.toByteArray();
        for (int i = 0; i < bytes.length / 2; i++) {
            byte swapped = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = swapped;
        }
        return bytes;
    }
}
