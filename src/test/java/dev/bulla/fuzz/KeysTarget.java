package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.PublicKeyFile;
import dev.bulla.crypto.TestKeys;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.List;

/** Key files and DSSE envelopes from anywhere: a key, an envelope or a refusal that shows nothing of the content. */
final class KeysTarget implements FuzzTarget {
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public void look(byte[] input) {
        Bytes file = Bytes.copyOf(input);
        try {
            PublicKeyFile read = KeyFiles.readPublic(file, "k");
            Held.that(!read.ids().isEmpty(), "a key without an id");
            Held.that(
                    KeyFiles.readPublic(KeyFiles.write(read.key()), "k").key().equals(read.key()),
                    "written and read again it is another key");
        } catch (KeyException e) {
            Held.that(String.valueOf(e.getMessage()).startsWith("key k"), "does not name the key: " + e.getMessage());
        }
        try {
            KeyFiles.readSecret(input.clone(), "k", name -> {
                throw new KeyException("key k: no passphrase");
            });
        } catch (KeyException e) {
            Held.that(String.valueOf(e.getMessage()).startsWith("key k"), "does not name the key: " + e.getMessage());
        }
        if (Dsse.parse(file, MAX_BYTES) instanceof Step.Refused<Dsse> refused) {
            Held.that(!refused.reason().message().isEmpty(), "refused without a word");
        }
    }

    @Override
    public List<Bytes> seeds() {
        List<Bytes> seeds = new ArrayList<>();
        for (KeyKind kind : KeyKind.values()) {
            seeds.add(KeyFiles.write(TestKeys.seeded(kind, "fuzz").publicKey()));
        }
        seeds.add(TestKeys.plainFile(TestKeys.seeded("fuzz")));
        seeds.add(Bytes.utf8("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"));
        seeds.add(Bytes.utf8("{\"payloadType\":\"a/b\",\"payload\":\"e30\",\"signatures\":[{\"sig\":\"AA==\"}]}"));
        seeds.add(Bytes.utf8(
                "{\"keytype\":\"ecdsa\",\"scheme\":\"ecdsa-sha2-nistp256\",\"keyval\":{\"public\":\"-----BEGIN"
                        + " PUBLIC KEY-----\\n\"}}"));
        return seeds;
    }
}
