package dev.bulla.intoto;

import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.Ed25519Key;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.RsaPssKey;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import java.util.List;

/**
 * The two ids that the reference implementation looks a key up by (intoto.md section 5.1). Bulla's own id is the one of
 * in-toto 2 and later; the other is that of in-toto 1, which also hashed {@code keyid_hash_algorithms}.
 */
public final class KeyIds {
    private static final Json HASH_ALGORITHMS = Words.toJson(List.of("sha256", "sha512"));

    private KeyIds() {}

    /** The id that Bulla and in-toto 2 and later compute. */
    public static KeyId current(PublicKey key) {
        return key.computedId();
    }

    /** The id that in-toto 1 computes for the key file it reads: RSA keys without the newline at the end of their PEM. */
    public static KeyId old(PublicKey key) {
        if (key instanceof UnknownKey) {
            return key.computedId();
        }
        Json.Obj object = Json.Obj.empty()
                .with("keyid_hash_algorithms", HASH_ALGORITHMS)
                .with("keytype", Json.text(key.keyType()))
                .with("keyval", Json.Obj.empty().with("public", Json.text(oldSpelling(key))))
                .with("scheme", Json.text(key.scheme()));
        return new KeyId(HashFunction.SHA256.hash(OlpcWriter.write(object)).hex());
    }

    private static String oldSpelling(PublicKey key) {
        return switch (key) {
            case Ed25519Key hex -> hex.publicValue();
            case RsaPssKey rsa -> PublicKeys.pem(rsa.material()).strip();
            default -> PublicKeys.pem(key.material());
        };
    }
}
