package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.security.spec.X509EncodedKeySpec;

/**
 * An ECDSA key on a NIST curve; signatures are DER (TUF 1.0.34 section 4.2).
 *
 * @param curve the curve, which fixes hash and scheme
 * @param keyType {@code ecdsa}, or the legacy spelling that equals the scheme
 * @param material DER SubjectPublicKeyInfo with a named curve
 * @param publicValue the PEM text as the document carries it
 */
public record EcdsaKey(Curve curve, String keyType, Bytes material, String publicValue) implements PublicKey {
    /** The curves, each with the one hash that goes with it. */
    public enum Curve {
        /** secp256r1 with SHA-256. */
        P256("secp256r1", "ecdsa-sha2-nistp256", "SHA256withECDSA", 256),
        /** secp384r1 with SHA-384. */
        P384("secp384r1", "ecdsa-sha2-nistp384", "SHA384withECDSA", 384),
        /** secp521r1 with SHA-512. */
        P521("secp521r1", "ecdsa-sha2-nistp521", "SHA512withECDSA", 521);

        private final String curveName;
        private final String scheme;
        private final String jcaSignature;
        private final int bits;

        Curve(String curveName, String scheme, String jcaSignature, int bits) {
            this.curveName = curveName;
            this.scheme = scheme;
            this.jcaSignature = jcaSignature;
            this.bits = bits;
        }

        /** SEC 2 name of the curve. */
        public String curveName() {
            return curveName;
        }

        /** The scheme of keys on this curve. */
        public String scheme() {
            return scheme;
        }

        String jcaSignature() {
            return jcaSignature;
        }

        int bits() {
            return bits;
        }
    }

    @Override
    public String scheme() {
        return curve.scheme();
    }

    @Override
    public void verify(Bytes message, Bytes signature) throws SignatureMismatch {
        Jca.verify(
                curve.jcaSignature(), "EC", new X509EncodedKeySpec(material.toByteArray()), null, message, signature);
    }
}
