package dev.bulla.intoto.write;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.intoto.KeyIds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A signer under the id by which a document knows its key.
 *
 * @param signer what signs
 * @param keyId the id that goes beside the signature
 */
public record KnownSigner(Signer signer, KeyId keyId) implements Signer {
    /** A signer under every id that versions of the reference look an owner's key up by. */
    public static List<KnownSigner> underAllIds(Signer signer) {
        Set<KeyId> ids = new LinkedHashSet<>();
        ids.add(KeyIds.current(signer.publicKey()));
        ids.add(KeyIds.old(signer.publicKey()));
        return ids.stream().map(id -> new KnownSigner(signer, id)).toList();
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
