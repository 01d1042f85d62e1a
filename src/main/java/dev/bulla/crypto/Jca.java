package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** The one place that asks the JDK's providers to check a signature. */
final class Jca {
    private Jca() {}

    static void verify(
            String algorithm,
            String keyAlgorithm,
            X509EncodedKeySpec key,
            @Nullable AlgorithmParameterSpec parameters,
            Bytes message,
            Bytes signature)
            throws SignatureMismatch {
        verify(
                algorithm,
                () -> KeyFactory.getInstance(keyAlgorithm).generatePublic(key),
                parameters,
                message,
                signature);
    }

    /** Gives a key, which may turn out to be none. */
    interface KeySource {
        java.security.PublicKey key() throws GeneralSecurityException;
    }

    static void verify(
            String algorithm,
            KeySource key,
            @Nullable AlgorithmParameterSpec parameters,
            Bytes message,
            Bytes signature)
            throws SignatureMismatch {
        try {
            Signature check = Signature.getInstance(algorithm);
            if (parameters != null) {
                check.setParameter(parameters);
            }
            check.initVerify(key.key());
            check.update(message.asReadOnlyBuffer());
            if (!check.verify(signature.toByteArray())) {
                throw new SignatureMismatch("signature does not verify");
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new SignatureMismatch("signature or key cannot be decoded");
        }
    }
}
