package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids that peers give to one key: the sha256 of the canonical key object, which differs in whether
 * {@code keyid_hash_algorithms} is part of it (securesystemslib up to 0.31 and the Go implementation) or not (later
 * versions), in the newline at the end of a PEM text, in its line length, and in the key type of ECDSA keys (intoto.md
 * section 5.1). An id only selects a signature; what counts is that it verifies under the key.
 */
final class ComputedIds {
    private static final Json HASH_ALGORITHMS = Words.toJson(List.of("sha256", "sha512"));

    private ComputedIds() {}

    static Set<KeyId> of(PublicKey key) {
        Set<KeyId> ids = new LinkedHashSet<>();
        if (key instanceof UnknownKey) {
            ids.add(key.computedId());
            return ids;
        }
        for (String keyType : keyTypes(key)) {
            for (String value : spellings(key)) {
                Json.Obj object = Json.Obj.empty()
                        .with("keytype", Json.text(keyType))
                        .with("scheme", Json.text(key.scheme()))
                        .with("keyval", Json.Obj.empty().with("public", Json.text(value)));
                ids.add(idOf(object.with("keyid_hash_algorithms", HASH_ALGORITHMS)));
                ids.add(idOf(object));
            }
        }
        return ids;
    }

    private static List<String> keyTypes(PublicKey key) {
        boolean ecdsa = key.scheme().startsWith("ecdsa-");
        return ecdsa ? List.of("ecdsa", key.scheme()) : List.of(key.keyType());
    }

    private static Set<String> spellings(PublicKey key) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(key.publicValue());
        if (key.publicValue().startsWith("-----BEGIN")) {
            for (String pem : List.of(key.publicValue(), PublicKeys.pem(key.material()))) {
                spellings.add(pem.strip());
                spellings.add(pem.strip() + "\n");
            }
        }
        return spellings;
    }

    private static KeyId idOf(Json.Obj object) {
        Bytes canonical = OlpcWriter.write(object);
        return new KeyId(HashFunction.SHA256.hash(canonical).hex());
    }
}
