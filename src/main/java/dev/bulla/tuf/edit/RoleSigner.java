package dev.bulla.tuf.edit;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.tuf.RoleKeys;
import java.util.Map;
import java.util.Optional;

/**
 * A signer under the id by which a role lists its key, which need not be the one that Bulla computes (TAP 12).
 *
 * @param keyId the id beside the signature
 * @param signer who signs
 */
public record RoleSigner(KeyId keyId, Signer signer) implements Signer {
    /** {@code signer} as {@code keys} know it; empty when the role does not list its key. */
    public static Optional<Signer> of(Signer signer, RoleKeys keys) {
        Bytes material = signer.publicKey().material();
        for (Map.Entry<KeyId, PublicKey> listed : keys.quorum().keys().entrySet()) {
            boolean same = listed.getValue().material().equals(material)
                    && listed.getValue().scheme().equals(signer.publicKey().scheme());
            if (same) {
                return Optional.of(new RoleSigner(listed.getKey(), signer));
            }
        }
        return Optional.empty();
    }

    @Override
    public PublicKey publicKey() {
        return signer.publicKey();
    }

    @Override
    public Bytes sign(Bytes message) {
        return signer.sign(message);
    }
}
