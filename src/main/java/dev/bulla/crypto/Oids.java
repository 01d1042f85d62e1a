package dev.bulla.crypto;

/** Object identifiers of key files, and words for those that are known and not supported. */
final class Oids {
    static final String ED25519 = "1.3.101.112"; // RFC 8410
    static final String EC = "1.2.840.10045.2.1"; // RFC 5480
    static final String RSA = "1.2.840.113549.1.1.1"; // RFC 8017
    static final String P256 = "1.2.840.10045.3.1.7";
    static final String P384 = "1.3.132.0.34";
    static final String P521 = "1.3.132.0.35";
    static final String PBES2 = "1.2.840.113549.1.5.13"; // RFC 8018
    static final String PBKDF2 = "1.2.840.113549.1.5.12";
    static final String SCRYPT = "1.3.6.1.4.1.11591.4.11"; // RFC 7914
    static final String HMAC_SHA256 = "1.2.840.113549.2.9";
    static final String AES_256_CBC = "2.16.840.1.101.3.4.1.42";

    private Oids() {}

    static String ofCurve(EcdsaKey.Curve curve) {
        return switch (curve) {
            case P256 -> P256;
            case P384 -> P384;
            case P521 -> P521;
        };
    }

    /** The curve with this identifier; the message of the failure names curves that people try. */
    static EcdsaKey.Curve curve(String oid) {
        return switch (oid) {
            case P256 -> EcdsaKey.Curve.P256;
            case P384 -> EcdsaKey.Curve.P384;
            case P521 -> EcdsaKey.Curve.P521;
            default -> throw new UnsupportedKey("an EC key on " + word(oid));
        };
    }

    /** A word for what an identifier stands for, else the identifier. */
    static String word(String oid) {
        return switch (oid) {
            case "1.2.840.113549.1.1.10" -> "kind RSASSA-PSS only";
            case "1.2.840.10040.4.1" -> "kind DSA";
            case "1.3.101.110" -> "kind X25519";
            case "1.3.101.111" -> "kind X448";
            case "1.3.101.113" -> "kind Ed448";
            case "1.3.132.0.10" -> "curve secp256k1";
            case "1.3.36.3.3.2.8.1.1.7" -> "curve brainpoolP256r1";
            case "1.2.840.113549.3.7" -> "DES-EDE3-CBC";
            case "1.3.14.3.2.7" -> "DES-CBC";
            case "2.16.840.1.101.3.4.1.46" -> "AES-256-GCM";
            case "1.2.840.113549.1.5.3" -> "PBES1 with MD5 and DES";
            case "1.2.840.113549.1.12.1.3" -> "PKCS#12 with 3DES";
            case "2.16.840.1.101.3.4.3.17", "2.16.840.1.101.3.4.3.18", "2.16.840.1.101.3.4.3.19" -> "kind ML-DSA";
            default -> "identifier " + oid;
        };
    }
}
