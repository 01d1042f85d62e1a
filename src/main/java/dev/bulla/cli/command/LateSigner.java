package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.KeyException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows its public key from the start and opens the secret one when it first signs. */
final class LateSigner implements Signer {
    private final PublicKey publicKey;
    private final Supplier<? extends Signer> opening;
    private @Nullable Signer opened;

    LateSigner(PublicKey publicKey, Supplier<? extends Signer> opening) {
        this.publicKey = publicKey;
        this.opening = opening;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public synchronized Bytes sign(Bytes message) {
        Signer signer = opened;
        if (signer == null) {
            signer = opening.get();
            if (!signer.publicKey().material().equals(publicKey.material())) {
                throw new KeyException(
                        "the secret key and the public key beside it do not belong together; nothing was signed",
                        "one of the two files was exchanged; key id by the public one: " + publicKey.computedId());
            }
            opened = signer;
        }
        return signer.sign(message);
    }
}
