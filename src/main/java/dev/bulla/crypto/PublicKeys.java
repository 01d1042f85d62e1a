package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the key objects of TUF and in-toto documents. */
public final class PublicKeys {
    /** Longest public value that is decoded; an 8192-bit RSA key in PEM has about 1500 characters. */
    private static final int MAX_PUBLIC_VALUE = 16 * 1024;

    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";

    /** The schemes whose signatures Bulla verifies, as key objects spell them. */
    public static final Set<String> SCHEMES = schemes();

    private PublicKeys() {}

    private static Set<String> schemes() {
        Set<String> schemes = new LinkedHashSet<>(List.of("ed25519"));
        Arrays.stream(EcdsaKey.Curve.values()).map(EcdsaKey.Curve::scheme).forEach(schemes::add);
        Arrays.stream(RsaPssKey.Hash.values()).map(RsaPssKey.Hash::scheme).forEach(schemes::add);
        return Collections.unmodifiableSet(schemes);
    }

    /**
     * The key that a key object describes; an {@link UnknownKey} when type, scheme or value are unknown or do not decode.
     *
     * @throws JsonException when it is no object, or {@code keytype}, {@code scheme} or {@code keyval} are missing or of
     *     the wrong shape
     */
    public static PublicKey read(Fields key) {
        String keyType = key.text("keytype");
        String scheme = key.text("scheme");
        Fields keyval = key.object("keyval");
        if (!(keyval.object().members().get("public") instanceof Json.Text value)) {
            return new UnknownKey(key.object(), "keyval has no public string");
        }
        if (value.value().length() > MAX_PUBLIC_VALUE) {
            return new UnknownKey(key.object(), "public value is too long");
        }
        try {
            return decode(keyType, scheme, value.value());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new UnknownKey(
                    key.object(), e.getMessage() == null ? "public value does not decode" : e.getMessage());
        }
    }

    /** A key from its DER SubjectPublicKeyInfo, under the default scheme of its type. */
    public static PublicKey fromSubjectPublicKeyInfo(Bytes der) throws GeneralSecurityException {
        for (String algorithm : List.of("Ed25519", "EC", "RSA")) {
            try {
                return fromDer(algorithm, der);
            } catch (InvalidKeySpecException otherType) {
                // the next algorithm may read it
            }
        }
        throw new GeneralSecurityException("not an Ed25519, ECDSA or RSA public key");
    }

    private static PublicKey fromDer(String algorithm, Bytes der) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(der.toByteArray());
        Bytes canonical = Bytes.adopt(
                KeyFactory.getInstance(algorithm).generatePublic(encoded).getEncoded());
        return switch (algorithm) {
            case "Ed25519" -> new Ed25519Key(canonical.slice(canonical.length() - 32, canonical.length()));
            case "EC" -> {
                ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded);
                yield new EcdsaKey(curveOf(key), "ecdsa", canonical, pem(canonical));
            }
            default -> {
                RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(encoded);
                yield new RsaPssKey(RsaPssKey.Hash.SHA256, key.getModulus().bitLength(), canonical, pem(canonical));
            }
        };
    }

    /** The PEM text that Bulla writes for a public key: 64 characters a line and a final newline. */
    public static String pem(Bytes der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray());
        return PEM_BEGIN + "\n" + body + "\n" + PEM_END + "\n";
    }

    private static PublicKey decode(String keyType, String scheme, String value) throws GeneralSecurityException {
        if (keyType.equals("ed25519") && scheme.equals("ed25519")) {
            return new Ed25519Key(
                    Hex.decode(value).orElseThrow(() -> new IllegalArgumentException("public value is not hex")));
        }
        for (EcdsaKey.Curve curve : EcdsaKey.Curve.values()) {
            if (scheme.equals(curve.scheme()) && (keyType.equals("ecdsa") || keyType.equals(scheme))) {
                return ecdsa(curve, keyType, value);
            }
        }
        for (RsaPssKey.Hash hash : RsaPssKey.Hash.values()) {
            if (keyType.equals("rsa") && scheme.equals(hash.scheme())) {
                return rsa(hash, value);
            }
        }
        throw new IllegalArgumentException("unknown key type or scheme");
    }

    private static PublicKey ecdsa(EcdsaKey.Curve curve, String keyType, String pem) throws GeneralSecurityException {
        ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(derOf(pem)));
        if (curveOf(key) != curve) {
            throw new IllegalArgumentException("key is not on the curve of its scheme");
        }
        return new EcdsaKey(curve, keyType, Bytes.adopt(key.getEncoded()), pem);
    }

    private static PublicKey rsa(RsaPssKey.Hash hash, String pem) throws GeneralSecurityException {
        RSAPublicKey key =
                (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(derOf(pem)));
        return new RsaPssKey(hash, key.getModulus().bitLength(), Bytes.adopt(key.getEncoded()), pem);
    }

    private static EcdsaKey.Curve curveOf(ECPublicKey key) throws GeneralSecurityException {
        int bits = key.getParams().getOrder().bitLength();
        EcdsaKey.Curve curve = Arrays.stream(EcdsaKey.Curve.values())
                .filter(candidate -> candidate.bits() == bits)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("not a NIST P-256, P-384 or P-521 key"));
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec(curve.curveName()));
        ECParameterSpec expected = named.getParameterSpec(ECParameterSpec.class);
        boolean same = expected.getCurve().equals(key.getParams().getCurve())
                && expected.getGenerator().equals(key.getParams().getGenerator())
                && expected.getOrder().equals(key.getParams().getOrder());
        if (!same) {
            throw new GeneralSecurityException("curve parameters are not those of " + curve.curveName());
        }
        return curve;
    }

    /** Decodes PEM as peers write it: any line length, optional trailing newline, nothing around it but white space. */
    private static byte[] derOf(String pem) {
        String text = pem.strip();
        if (!text.startsWith(PEM_BEGIN) || !text.endsWith(PEM_END)) {
            throw new IllegalArgumentException("public value is not a PEM public key");
        }
        String body = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length());
        return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    }
}
