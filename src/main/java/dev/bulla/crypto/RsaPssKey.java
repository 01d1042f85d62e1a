package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * An RSA key of 2048 to 8192 bits that signs with RSASSA-PSS (RFC 8017 section 8.1), MGF1 with the same hash.
 *
 * @param hash the hash, which fixes the scheme
 * @param modulusBits length of the modulus in bits
 * @param material DER SubjectPublicKeyInfo
 * @param publicValue the PEM text as the document carries it
 */
public record RsaPssKey(Hash hash, int modulusBits, Bytes material, String publicValue) implements PublicKey {
    /** Shorter keys are broken within reach of a determined attacker. */
    public static final int MIN_BITS = 2048;
    /** Longer keys cost more to check than any honest signer gains. */
    public static final int MAX_BITS = 8192;

    /** The hash of message and mask. */
    public enum Hash {
        /** {@code rsassa-pss-sha256}. */
        SHA256("rsassa-pss-sha256", "SHA-256", 32),
        /** {@code rsassa-pss-sha384}. */
        SHA384("rsassa-pss-sha384", "SHA-384", 48),
        /** {@code rsassa-pss-sha512}. */
        SHA512("rsassa-pss-sha512", "SHA-512", 64);

        private final String scheme;
        private final String jcaName;
        private final int length;

        Hash(String scheme, String jcaName, int length) {
            this.scheme = scheme;
            this.jcaName = jcaName;
            this.length = length;
        }

        /** The scheme of keys that use this hash. */
        public String scheme() {
            return scheme;
        }

        /** PSS parameters with a salt of {@code saltLength} bytes. */
        PSSParameterSpec parameters(int saltLength) {
            return new PSSParameterSpec(jcaName, "MGF1", new MGF1ParameterSpec(jcaName), saltLength, 1);
        }

        int length() {
            return length;
        }
    }

    /** Refuses sizes outside {@link #MIN_BITS} to {@link #MAX_BITS}. */
    public RsaPssKey {
        if (modulusBits < MIN_BITS || modulusBits > MAX_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key of " + modulusBits + " bits; " + MIN_BITS + " to " + MAX_BITS + " are accepted");
        }
    }

    @Override
    public String keyType() {
        return "rsa";
    }

    @Override
    public String scheme() {
        return hash.scheme();
    }

    /** Salt as long as the hash first, as Bulla and most peers sign; then the longest the modulus allows; nothing else. */
    @Override
    public void verify(Bytes message, Bytes signature) throws SignatureMismatch {
        X509EncodedKeySpec key = new X509EncodedKeySpec(material.toByteArray());
        int longestSalt = (modulusBits + 6) / 8 - hash.length() - 2;
        try {
            Jca.verify("RSASSA-PSS", "RSA", key, hash.parameters(hash.length()), message, signature);
        } catch (SignatureMismatch first) {
            Jca.verify("RSASSA-PSS", "RSA", key, hash.parameters(longestSalt), message, signature);
        }
    }
}
