package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import java.security.spec.X509EncodedKeySpec;

/**
 * An Ed25519 key (RFC 8032), scheme {@code ed25519}.
 *
 * @param material the 32 bytes of the key
 */
public record Ed25519Key(Bytes material) implements PublicKey {
    private static final Bytes SPKI_PREFIX =
            Hex.decode("302a300506032b6570032100").orElseThrow();

    /** Refuses other lengths than 32. */
    public Ed25519Key {
        if (material.length() != 32) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + material.length());
        }
    }

    @Override
    public String keyType() {
        return "ed25519";
    }

    @Override
    public String scheme() {
        return "ed25519";
    }

    @Override
    public String publicValue() {
        return material.hex();
    }

    @Override
    public void verify(Bytes message, Bytes signature) throws SignatureMismatch {
        if (signature.length() != 64) {
            throw new SignatureMismatch("an Ed25519 signature has 64 bytes, not " + signature.length());
        }
        Jca.verify(
                "Ed25519",
                "Ed25519",
                new X509EncodedKeySpec(subjectPublicKeyInfo().toByteArray()),
                null,
                message,
                signature);
    }

    /** The DER SubjectPublicKeyInfo (RFC 8410 section 4). */
    public Bytes subjectPublicKeyInfo() {
        return SPKI_PREFIX.concat(material);
    }
}
