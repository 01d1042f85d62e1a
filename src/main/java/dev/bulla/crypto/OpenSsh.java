package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** OpenSSH's own formats: the line of a public key file and {@code openssh-key-v1} (PROTOCOL.key of OpenSSH). */
final class OpenSsh {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final String ED25519 = "ssh-ed25519";
    private static final String RSA = "ssh-rsa";
    private static final String ECDSA = "ecdsa-sha2-";

    private OpenSsh() {}

    static boolean isPublicLine(String text) {
        return text.startsWith("ssh-") || text.startsWith(ECDSA) || text.startsWith("sk-");
    }

    /** The key of {@code TYPE BASE64 [COMMENT]}. */
    static PublicKey readPublicLine(String line) throws GeneralSecurityException {
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not an OpenSSH public key line");
        }
        SshBuffer blob = new SshBuffer(Base64.getDecoder().decode(parts[1]));
        String type = blob.text();
        if (!type.equals(parts[0])) {
            throw new IllegalArgumentException("the line names another type than the key in it");
        }
        PublicKey key = switch (type) {
            case ED25519 -> new Ed25519Key(Bytes.adopt(blob.string()));
            case RSA -> {
                BigInteger exponent = blob.bigInteger();
                yield SecretHalves.rsaPublic(blob.bigInteger(), exponent);
            }
            default -> {
                EcdsaKey.Curve curve = curve(type, blob);
                yield SecretHalves.ecdsaPublic(curve, blob.string());
            }
        };
        blob.finish();
        return key;
    }

    /** The one key of a private key file. */
    static LocalSigner readPrivate(byte[] content, SecretReader.Unlock unlock) throws GeneralSecurityException {
        if (content.length < MAGIC.length || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("not an openssh-key-v1 file");
        }
        SshBuffer file = new SshBuffer(Arrays.copyOfRange(content, MAGIC.length, content.length));
        OpenSshCipher cipher = OpenSshCipher.read(file.text(), file.text(), file.string());
        if (file.number() != 1) {
            throw new UnsupportedKey("a file with several keys");
        }
        file.string(); // the public half; the secret part repeats it
        byte[] hidden = file.string();
        file.finish();
        byte[] plain = cipher.open(hidden, unlock);
        try {
            return readSecretPart(new SshBuffer(plain), cipher.encrypts());
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static LocalSigner readSecretPart(SshBuffer part, boolean encrypted) throws GeneralSecurityException {
        byte[] check = part.fixed(8);
        if (!Arrays.equals(check, 0, 4, check, 4, 8)) {
            if (encrypted) {
                throw new WrongPassphrase();
            }
            throw new IllegalArgumentException("the check numbers differ");
        }
        String type = part.text();
        LocalSigner signer = switch (type) {
            case ED25519 -> ed25519(part);
            case RSA -> rsa(part);
            default -> ecdsa(type, part);
        };
        part.string(); // comment
        byte[] padding = part.rest();
        for (int i = 0; i < padding.length; i++) {
            if (padding[i] != i + 1) {
                throw new IllegalArgumentException("the padding is damaged");
            }
        }
        return signer;
    }

    private static LocalSigner ed25519(SshBuffer part) throws GeneralSecurityException {
        part.string(); // public half, repeated at the end of the next string
        byte[] both = part.string();
        if (both.length != 64) {
            throw new IllegalArgumentException("an Ed25519 key has 64 bytes here, not " + both.length);
        }
        byte[] seed = Arrays.copyOf(both, 32);
        Arrays.fill(both, (byte) 0);
        try {
            return SecretHalves.ed25519(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static LocalSigner ecdsa(String type, SshBuffer part) throws GeneralSecurityException {
        EcdsaKey.Curve curve = curve(type, part);
        byte[] point = part.string();
        return SecretHalves.ecdsa(curve, part.bigInteger(), Optional.of(point));
    }

    private static LocalSigner rsa(SshBuffer part) throws GeneralSecurityException {
        BigInteger modulus = part.bigInteger();
        BigInteger exponent = part.bigInteger();
        BigInteger secret = part.bigInteger();
        BigInteger coefficient = part.bigInteger();
        BigInteger p = part.bigInteger();
        BigInteger q = part.bigInteger();
        if (p.compareTo(BigInteger.TWO) < 0 || q.compareTo(BigInteger.TWO) < 0) {
            throw new IllegalArgumentException("the primes are damaged");
        }
        BigInteger exponentP = secret.mod(p.subtract(BigInteger.ONE));
        BigInteger exponentQ = secret.mod(q.subtract(BigInteger.ONE));
        return SecretHalves.rsa(
                new RSAPrivateCrtKeySpec(modulus, exponent, secret, p, q, exponentP, exponentQ, coefficient));
    }

    private static EcdsaKey.Curve curve(String type, SshBuffer blob) {
        for (EcdsaKey.Curve curve : EcdsaKey.Curve.values()) {
            if (type.equals(curve.scheme())) {
                if (!blob.text().equals(type.substring(ECDSA.length()))) {
                    throw new IllegalArgumentException("the curve is not that of the key type");
                }
                return curve;
            }
        }
        throw new UnsupportedKey("an OpenSSH key of type " + Printable.quoted(type));
    }
}
