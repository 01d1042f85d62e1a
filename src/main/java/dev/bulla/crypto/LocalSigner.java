package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.KeyException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;

/**
 * Signs with a secret key in memory: Ed25519, ECDSA with DER signatures, RSASSA-PSS with a salt as long as the hash. The
 * secret leaves through {@link #revealSecret} alone, which this package keeps to itself, and never through text.
 */
public final class LocalSigner implements Signer {
    private static final Bytes PROBE = Bytes.utf8("bulla: does the secret key fit the public key");

    private final PublicKey publicKey;
    private final PrivateKey secret;
    private final SecureRandom random;

    LocalSigner(PublicKey publicKey, PrivateKey secret, SecureRandom random) {
        this.publicKey = publicKey;
        this.secret = secret;
        this.random = random;
    }

    /**
     * A signer of two halves that came from somewhere else.
     *
     * @throws KeyException when the secret half does not belong to the public one
     */
    static LocalSigner ofHalves(PublicKey publicKey, PrivateKey secret) {
        LocalSigner signer = new LocalSigner(publicKey, secret, SystemRandom.source());
        try {
            publicKey.verify(PROBE, signer.sign(PROBE));
        } catch (SignatureMismatch e) {
            throw new KeyException("the secret half does not belong to the public half", e);
        }
        return signer;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Bytes message) {
        try {
            Signature signature = switch (publicKey) {
                case Ed25519Key key -> Signature.getInstance("Ed25519");
                case EcdsaKey key -> Signature.getInstance(key.curve().jcaSignature());
                case RsaPssKey key -> pss(key);
                case UnknownKey key -> throw new KeyException("key cannot be used: " + key.why());
            };
            signature.initSign(secret, random);
            signature.update(message.asReadOnlyBuffer());
            return Bytes.adopt(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new KeyException("signing with " + publicKey.scheme() + " failed: " + e.getMessage(), e);
        }
    }

    private static Signature pss(RsaPssKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(key.hash().parameters(key.hash().length()));
        return signature;
    }

    /** The one door to the secret; who calls it wipes what it derives from it. */
    PrivateKey revealSecret() {
        return secret;
    }

    /** Scheme and key id; nothing of the secret. */
    @Override
    public String toString() {
        return publicKey.scheme() + " signer " + keyId().brief();
    }
}
