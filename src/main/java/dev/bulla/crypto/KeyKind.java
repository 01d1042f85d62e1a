package dev.bulla.crypto;

import java.util.Optional;

/** The kinds of keys that Bulla makes. Each has one scheme. */
public enum KeyKind {
    /** Ed25519, the default: small, fast, deterministic. */
    ED25519("ed25519", "Ed25519", 0),
    /** ECDSA on P-256 with SHA-256. */
    ECDSA_P256("ecdsa-p256", "EC", 256),
    /** ECDSA on P-384 with SHA-384. */
    ECDSA_P384("ecdsa-p384", "EC", 384),
    /** ECDSA on P-521 with SHA-512. */
    ECDSA_P521("ecdsa-p521", "EC", 521),
    /** RSA of 2048 bits with PSS and SHA-256. */
    RSA_2048("rsa-2048", "RSA", 2048),
    /** RSA of 3072 bits with PSS and SHA-256. */
    RSA_3072("rsa-3072", "RSA", 3072),
    /** RSA of 4096 bits with PSS and SHA-256. */
    RSA_4096("rsa-4096", "RSA", 4096);

    private final String wireName;
    private final String jcaName;
    private final int bits;

    KeyKind(String wireName, String jcaName, int bits) {
        this.wireName = wireName;
        this.jcaName = jcaName;
        this.bits = bits;
    }

    /** The name in options and output, such as {@code ecdsa-p256}. */
    public String wireName() {
        return wireName;
    }

    /** The kind with this wire name, or empty. */
    public static Optional<KeyKind> named(String wireName) {
        for (KeyKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    String jcaName() {
        return jcaName;
    }

    /** The NIST curve; only for kinds of ECDSA. */
    EcdsaKey.Curve curve() {
        for (EcdsaKey.Curve curve : EcdsaKey.Curve.values()) {
            if (curve.bits() == bits) {
                return curve;
            }
        }
        throw new IllegalStateException(wireName + " is on no curve");
    }

    int bits() {
        return bits;
    }
}
