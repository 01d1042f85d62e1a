package dev.bulla.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Secret keys in PKCS#8 (RFC 5208, RFC 5958), read by the JDK. All other formats are turned into this one. */
final class Pkcs8 {
    private Pkcs8() {}

    /**
     * A PKCS#8 key.
     *
     * @throws UnsupportedKey when it is whole and of a kind that Bulla does not use
     * @throws IllegalArgumentException when it does not decode
     */
    static LocalSigner read(byte[] der) throws GeneralSecurityException {
        Optional<PrivateKey> secret = parse(der);
        if (secret.isEmpty()) {
            throw ForeignKeys.whyRefused(der);
        }
        try {
            return signer(secret.get());
        } catch (GeneralSecurityException e) {
            // such as a curve that can be parsed and not used
            RuntimeException why = ForeignKeys.whyRefused(der);
            why.addSuppressed(e);
            throw why;
        }
    }

    /**
     * A PKCS#8 key that came out of decryption.
     *
     * @throws WrongPassphrase when it is no DER at all
     */
    static LocalSigner readDecrypted(byte[] der) throws GeneralSecurityException {
        if (parse(der).isEmpty() && !ForeignKeys.isDer(der)) {
            throw new WrongPassphrase();
        }
        return read(der);
    }

    /** The key with these 32 bytes. */
    static LocalSigner ed25519(byte[] seed) throws GeneralSecurityException {
        return signer(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    }

    private static Optional<PrivateKey> parse(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("Ed25519", "EC", "RSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
            } catch (InvalidKeySpecException otherType) {
                // the next algorithm may read it
            }
        }
        return Optional.empty();
    }

    private static LocalSigner signer(PrivateKey secret) throws GeneralSecurityException {
        return LocalSigner.ofHalves(PublicKeys.fromSubjectPublicKeyInfo(PublicHalves.of(secret)), secret);
    }
}
