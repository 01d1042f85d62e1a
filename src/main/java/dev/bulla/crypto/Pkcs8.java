package dev.bulla.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * Secret keys in DER: PKCS#8 (RFC 5208, RFC 5958), PKCS#1 for RSA (RFC 8017), SEC 1 for EC (RFC 5915). What is written is
 * PKCS#8 version 0, with the public point in EC keys, as OpenSSL writes it.
 */
final class Pkcs8 {
    private static final int EC_POINT = Der.TAGGED + 1;
    private static final int UNCOMPRESSED = 4; // SEC 1 section 2.3.3

    private Pkcs8() {}

    /** The key as PKCS#8; the caller wipes it. */
    static byte[] write(LocalSigner signer) {
        if (signer.publicKey() instanceof EcdsaKey key) {
            return writeEc(key, ((ECPrivateKey) signer.revealSecret()).getS());
        }
        return signer.revealSecret().getEncoded();
    }

    private static byte[] writeEc(EcdsaKey key, BigInteger secret) {
        byte[] number = fixedLength(secret, (key.curve().bits() + 7) / 8);
        Der spki = Der.document(key.material().toByteArray());
        spki.sequence();
        byte[] inner = DerWriter.sequence(
                DerWriter.integer(1),
                DerWriter.octets(number),
                DerWriter.element(EC_POINT, DerWriter.bits(spki.bits())));
        byte[] whole = DerWriter.sequence(
                DerWriter.integer(0),
                DerWriter.sequence(DerWriter.oid(Oids.EC), DerWriter.oid(Oids.ofCurve(key.curve()))),
                DerWriter.octets(inner));
        Arrays.fill(number, (byte) 0);
        Arrays.fill(inner, (byte) 0);
        return whole;
    }

    /** A PKCS#8 {@code PrivateKeyInfo} or {@code OneAsymmetricKey}. */
    static LocalSigner read(byte[] der) throws GeneralSecurityException {
        Der info = Der.document(der);
        if (info.smallInteger() > 1) {
            throw new IllegalArgumentException("unknown version of PKCS#8");
        }
        Der algorithm = info.sequence();
        String kind = algorithm.oid();
        byte[] secret = info.octets();
        info.skipRest(); // attributes and a copy of the public half; the secret half decides
        try {
            return switch (kind) {
                case Oids.ED25519 -> readEd25519(secret);
                case Oids.EC -> readEc(secret, Optional.of(namedCurve(algorithm)));
                case Oids.RSA -> readRsa(secret);
                default -> throw new UnsupportedKey("a key of " + Oids.word(kind));
            };
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static LocalSigner readEd25519(byte[] secret) throws GeneralSecurityException {
        // RFC 8410 section 7: an octet string inside the octet string
        if (secret.length != 34 || secret[0] != Der.OCTET_STRING || secret[1] != 32) {
            throw new IllegalArgumentException("not the 32 bytes of an Ed25519 secret");
        }
        byte[] seed = Arrays.copyOfRange(secret, 2, 34);
        try {
            return SecretHalves.ed25519(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** A SEC 1 {@code ECPrivateKey}; the curve is given outside, inside, or at both places alike. */
    static LocalSigner readEc(byte[] der, Optional<EcdsaKey.Curve> outside) throws GeneralSecurityException {
        Der key = Der.document(der);
        if (key.smallInteger() != 1) {
            throw new IllegalArgumentException("unknown version of an EC key");
        }
        byte[] secret = key.octets();
        Optional<EcdsaKey.Curve> inside =
                key.next(Der.TAGGED) ? Optional.of(namedCurve(key.open(Der.TAGGED))) : Optional.empty();
        if (inside.isPresent() && outside.isPresent() && !inside.equals(outside)) {
            throw new IllegalArgumentException("two different curves");
        }
        EcdsaKey.Curve curve =
                outside.or(() -> inside).orElseThrow(() -> new IllegalArgumentException("names no curve"));
        // the JDK reads no compressed point; the secret number gives the point anyway
        Optional<byte[]> point = key.next(EC_POINT)
                ? Optional.of(key.open(EC_POINT).bits()).filter(bytes -> bytes.length > 0 && bytes[0] == UNCOMPRESSED)
                : Optional.empty();
        key.finish();
        BigInteger number = new BigInteger(1, secret);
        Arrays.fill(secret, (byte) 0);
        return SecretHalves.ecdsa(curve, number, point);
    }

    /** A PKCS#1 {@code RSAPrivateKey} with two primes. */
    static LocalSigner readRsa(byte[] der) throws GeneralSecurityException {
        Der key = Der.document(der);
        if (key.smallInteger() != 0) {
            throw new UnsupportedKey("an RSA key with more than two primes");
        }
        RSAPrivateCrtKeySpec numbers = new RSAPrivateCrtKeySpec(
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer());
        key.finish();
        return SecretHalves.rsa(numbers);
    }

    private static EcdsaKey.Curve namedCurve(Der parameters) {
        if (!parameters.next(Der.OID)) {
            throw new UnsupportedKey("an EC key with explicit curve parameters");
        }
        return Oids.curve(parameters.oid());
    }

    private static byte[] fixedLength(BigInteger value, int length) {
        byte[] minimal = value.toByteArray();
        byte[] fixed = new byte[length];
        int count = Math.min(length, minimal.length);
        System.arraycopy(minimal, minimal.length - count, fixed, length - count, count);
        Arrays.fill(minimal, (byte) 0);
        return fixed;
    }
}
