package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Keys that the JDK does not read, through Bouncy Castle: PKCS#1 for RSA (RFC 8017) and SEC 1 for EC (RFC 5915), turned
 * into PKCS#8; and the reason why a key is refused. Loaded only when such a file is met.
 */
final class ForeignKeys {
    /** Words for what people try; the identifier has to do for the rest. */
    private static final Map<String, String> WORDS = Map.of(
            "1.2.840.113549.1.1.10", "kind RSASSA-PSS only",
            "1.2.840.10040.4.1", "kind DSA",
            "1.3.101.110", "kind X25519",
            "1.3.101.113", "kind Ed448",
            "1.2.840.113549.3.7", "DES-EDE3-CBC",
            "1.3.14.3.2.7", "DES-CBC",
            "2.16.840.1.101.3.4.1.46", "AES-256-GCM",
            "1.2.840.113549.1.5.3", "PBES1 with MD5 and DES",
            "1.2.840.113549.1.12.1.3", "PKCS#12 with 3DES",
            "2.16.840.1.101.3.4.3.18", "kind ML-DSA");

    private ForeignKeys() {}

    /** A call into Bouncy Castle about foreign bytes, which answers damage with exceptions of many kinds. */
    @FunctionalInterface
    interface Decoding<T> {
        T run() throws IOException;
    }

    /** What {@code decoding} gives; every failure of it is an {@link IllegalArgumentException}. */
    static <T> T decoding(Decoding<T> decoding) {
        try {
            return decoding.run();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("does not decode", e);
        }
    }

    /** The PKCS#8 form of the first block with {@code label}, PKCS#1 or SEC 1, in {@code text}; the caller wipes it. */
    static byte[] toPkcs8(String text, String label, SecretReader.Unlock unlock) {
        PemObject pem = block(text, label);
        byte[] content = pem.getContent();
        Optional<String> encryption = header(pem, "DEK-Info");
        if (encryption.isPresent()) {
            try (Passphrase passphrase = unlock.passphrase()) {
                content = ForeignEncryption.decryptOldPem(encryption.get(), content, passphrase);
            }
            if (!isDer(content)) {
                throw new WrongPassphrase();
            }
        }
        byte[] plain = content;
        try {
            return decoding(() -> label.startsWith("RSA") ? ofPkcs1(plain) : ofSec1(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] ofPkcs1(byte[] der) throws IOException {
        return new PrivateKeyInfo(rsa(), RSAPrivateKey.getInstance(der)).getEncoded();
    }

    private static byte[] ofSec1(byte[] der) throws IOException {
        ECPrivateKey key = ECPrivateKey.getInstance(der);
        ASN1Encodable curve = key.getParametersObject();
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key).getEncoded();
    }

    /** The SubjectPublicKeyInfo of a PKCS#1 public key. */
    static Bytes publicOfPkcs1(byte[] der) {
        return Bytes.adopt(decoding(() -> new SubjectPublicKeyInfo(rsa(), RSAPublicKey.getInstance(der)).getEncoded()));
    }

    private static PemObject block(String text, String label) {
        return decoding(() -> {
            try (PemReader reader = new PemReader(new StringReader(text))) {
                PemObject pem = reader.readPemObject();
                while (!pem.getType().equals(label)) {
                    pem = reader.readPemObject();
                }
                return pem;
            }
        });
    }

    private static Optional<String> header(PemObject pem, String name) {
        for (Object each : pem.getHeaders()) {
            if (each instanceof PemHeader header && header.getName().equals(name)) {
                return Optional.of(header.getValue());
            }
        }
        return Optional.empty();
    }

    /** The SubjectPublicKeyInfo of a PKCS#8 key on a curve. */
    static byte[] publicHalf(byte[] pkcs8) {
        return decoding(() -> {
            AsymmetricKeyParameter publicHalf = switch (PrivateKeyFactory.createKey(pkcs8)) {
                case Ed25519PrivateKeyParameters key -> key.generatePublicKey();
                case ECPrivateKeyParameters key ->
                    new ECPublicKeyParameters(
                            new FixedPointCombMultiplier()
                                    .multiply(key.getParameters().getG(), key.getD()),
                            key.getParameters());
                default -> throw new IllegalArgumentException("not a key on a curve");
            };
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicHalf)
                    .getEncoded();
        });
    }

    /** True when {@code bytes} is one DER sequence from the first byte to the last. */
    static boolean isDer(byte[] bytes) {
        try {
            return ASN1Primitive.fromByteArray(bytes) instanceof ASN1Sequence;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Why a PKCS#8 key that the JDK does not read is refused. */
    static RuntimeException whyRefused(byte[] pkcs8) {
        PrivateKeyInfo info = decoding(() -> PrivateKeyInfo.getInstance(pkcs8));
        if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            RSAPrivateKey key = decoding(() -> RSAPrivateKey.getInstance(info.parsePrivateKey()));
            return key.getVersion().signum() == 0
                    ? new IllegalArgumentException("does not decode")
                    : new UnsupportedKey("an RSA key with more than two primes");
        }
        return why(info.getPrivateKeyAlgorithm());
    }

    /** Why a SubjectPublicKeyInfo that the JDK does not read is refused. */
    static RuntimeException whyPublicRefused(byte[] der, GeneralSecurityException cause) {
        RuntimeException why =
                why(decoding(() -> SubjectPublicKeyInfo.getInstance(der)).getAlgorithm());
        why.addSuppressed(cause);
        return why;
    }

    private static RuntimeException why(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            if (!(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
                return algorithm.getParameters() == null
                        ? new IllegalArgumentException("names no curve")
                        : new UnsupportedKey("an EC key with explicit curve parameters");
            }
            if (!isNistCurve(curve)) {
                return new UnsupportedKey("an EC key on " + word(curve));
            }
        } else if (!kind.getId().equals("1.3.101.112") && !kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return new UnsupportedKey("a key of " + word(kind));
        }
        return new IllegalArgumentException("does not decode");
    }

    /** A word for what an identifier stands for, else the identifier. */
    static String word(ASN1ObjectIdentifier identifier) {
        String curve = ECNamedCurveTable.getName(identifier);
        return curve == null
                ? WORDS.getOrDefault(identifier.getId(), "identifier " + identifier.getId())
                : "curve " + curve;
    }

    private static AlgorithmIdentifier rsa() {
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    }

    private static boolean isNistCurve(ASN1ObjectIdentifier curve) {
        return curve.equals(SECObjectIdentifiers.secp256r1)
                || curve.equals(SECObjectIdentifiers.secp384r1)
                || curve.equals(SECObjectIdentifiers.secp521r1);
    }
}
