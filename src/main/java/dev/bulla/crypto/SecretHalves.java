package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Optional;

/** Makes signers from the numbers that the key file formats hold, whatever the format. */
final class SecretHalves {
    private static final int ED25519_BYTES = 32;

    private SecretHalves() {}

    static LocalSigner ed25519(byte[] seed) throws GeneralSecurityException {
        if (seed.length != ED25519_BYTES) {
            throw new IllegalArgumentException("an Ed25519 secret has 32 bytes, not " + seed.length);
        }
        Bytes publicKey = Ed25519Public.of(seed);
        return LocalSigner.ofHalves(
                new Ed25519Key(publicKey),
                KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    }

    /** {@code point} is the uncompressed public point, if the file has it. */
    static LocalSigner ecdsa(EcdsaKey.Curve curve, BigInteger secret, Optional<byte[]> point)
            throws GeneralSecurityException {
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec(curve.curveName()));
        ECParameterSpec parameters = named.getParameterSpec(ECParameterSpec.class);
        if (secret.signum() <= 0 || secret.compareTo(parameters.getOrder()) >= 0) {
            throw new IllegalArgumentException("the secret number is not between 1 and the order of the curve");
        }
        byte[] known = point.isPresent() ? point.get() : EcPublicPoint.of(curve, secret);
        return LocalSigner.ofHalves(
                ecdsaPublic(curve, known),
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(secret, parameters)));
    }

    static PublicKey ecdsaPublic(EcdsaKey.Curve curve, byte[] point) throws GeneralSecurityException {
        byte[] algorithm = DerWriter.sequence(DerWriter.oid(Oids.EC), DerWriter.oid(Oids.ofCurve(curve)));
        return PublicKeys.fromSubjectPublicKeyInfo(Bytes.adopt(DerWriter.sequence(algorithm, DerWriter.bits(point))));
    }

    static LocalSigner rsa(RSAPrivateCrtKeySpec numbers) throws GeneralSecurityException {
        return LocalSigner.ofHalves(
                rsaPublic(numbers.getModulus(), numbers.getPublicExponent()),
                KeyFactory.getInstance("RSA").generatePrivate(numbers));
    }

    static PublicKey rsaPublic(BigInteger modulus, BigInteger exponent) throws GeneralSecurityException {
        byte[] algorithm = DerWriter.sequence(DerWriter.oid(Oids.RSA), DerWriter.nothing());
        byte[] key = DerWriter.sequence(DerWriter.integer(modulus), DerWriter.integer(exponent));
        return PublicKeys.fromSubjectPublicKeyInfo(Bytes.adopt(DerWriter.sequence(algorithm, DerWriter.bits(key))));
    }
}
