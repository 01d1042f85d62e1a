package dev.bulla.cli.command;

import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Passphrase;
import dev.bulla.crypto.PassphraseSource;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.KeyException;
import dev.bulla.trust.KeyDirectory;
import java.util.ArrayList;
import java.util.List;

/** The keys that a call names: by name in the key directory, else by file. */
public final class Keys {
    private final Invocation call;
    private final KeyDirectory directory;

    /** The keys of {@code call}. */
    public Keys(Invocation call) {
        this.call = call;
        this.directory = new KeyDirectory(call.directories().keys());
    }

    /** The key directory of the user. */
    KeyDirectory directory() {
        return directory;
    }

    /** The public keys given with {@code --key}. */
    public List<PublicKey> publicKeys() {
        return publicKeys("--key");
    }

    /** The public keys given with {@code flag}. */
    public List<PublicKey> publicKeys(String flag) {
        List<PublicKey> keys = new ArrayList<>();
        for (String given : call.options(flag)) {
            keys.add(publicKey(given).key());
        }
        return keys;
    }

    /** Signers for the keys given with {@code --key}; a key that is given twice signs once. */
    public List<Signer> signers() {
        return signers("--key");
    }

    /** Signers for the keys given with {@code flag}. */
    public List<Signer> signers(String flag) {
        List<Signer> signers = new ArrayList<>();
        List<PublicKey> seen = new ArrayList<>();
        for (String given : call.options(flag)) {
            Signer signer = signer(given);
            if (seen.stream()
                    .noneMatch(key -> key.material().equals(signer.publicKey().material()))) {
                seen.add(signer.publicKey());
                signers.add(signer);
            }
        }
        return signers;
    }

    /**
     * Refuses a name that is taken, before anything is asked or computed; the key directory refuses it again.
     *
     * @throws KeyException when there is such a key
     */
    void checkFree(String name) {
        if (directory.names().contains(name)) {
            throw new KeyException(
                    "key " + name + ": there is one already; nothing was overwritten", "choose another name");
        }
    }

    /** One public key. */
    public PublicKeyFile publicKey(String given) {
        return directory.publicKey(located(given));
    }

    /** One secret key, opened now. */
    public LocalSigner open(String given) {
        return directory.signer(located(given), passphrases());
    }

    /** Asks the person, or the environment, for passphrases. */
    private PassphraseSource passphrases() {
        return name -> Passphrase.adopt(call.prompts().passphraseOf(name));
    }

    /** Opened at the first signature where the public half is at hand: what is signed is shown before anything is asked. */
    private Signer signer(String given) {
        try {
            return new LateSigner(publicKey(given).key(), () -> open(given));
        } catch (KeyException noPublicHalf) {
            return open(given);
        }
    }

    /** A path as the user wrote it; a name stays one, and so does what the key directory refuses by itself. */
    private String located(String given) {
        boolean path = given.indexOf('/') >= 0 || given.indexOf('.') >= 0 || given.indexOf('\\') >= 0;
        return path && !given.startsWith("pkcs11:") ? call.path(given).toString() : given;
    }
}
