package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import java.math.BigInteger;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;

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
        Jca.verify("Ed25519", () -> new Point(this), null, message, signature);
    }

    /** The DER SubjectPublicKeyInfo (RFC 8410 section 4). */
    public Bytes subjectPublicKeyInfo() {
        return SPKI_PREFIX.concat(material);
    }

    /**
     * The key as the JDK's signatures take it, without its key factory, which costs a short run of the program 20 ms. The
     * point is decoded, and refused when it is none, where the signature is checked.
     */
    private record Point(Ed25519Key of) implements EdECPublicKey {
        private static final long serialVersionUID = 1;

        /** RFC 8032 section 5.1.2: y in little-endian order, the parity of x in the highest bit. */
        @Override
        public EdECPoint getPoint() {
            byte[] bytes = of.material.toByteArray();
            boolean odd = (bytes[31] & 0x80) != 0;
            byte[] y = new byte[32];
            for (int i = 0; i < 32; i++) {
                y[i] = bytes[31 - i];
            }
            y[0] &= 0x7F;
            return new EdECPoint(odd, new BigInteger(1, y));
        }

        @Override
        public NamedParameterSpec getParams() {
            return NamedParameterSpec.ED25519;
        }

        @Override
        public String getAlgorithm() {
            return "EdDSA";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return of.subjectPublicKeyInfo().toByteArray();
        }
    }
}
