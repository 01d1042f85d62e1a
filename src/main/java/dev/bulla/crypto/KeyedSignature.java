package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.Optional;

/**
 * One entry of a {@code signatures} list, {@code {"keyid","sig"}} (TUF 1.0.34 section 4.2). The key id selects a key and
 * says nothing about the algorithm.
 *
 * @param keyId the key that is said to have signed
 * @param value the raw signature; empty when the text did not decode, and then it verifies under no key
 */
public record KeyedSignature(KeyId keyId, Optional<Bytes> value) {
    /** Longest signature text that is decoded; RSA with 8192 bits has 2048 hex digits. */
    public static final int MAX_TEXT = 16 * 1024;

    /** An entry with a decoded signature. */
    public static KeyedSignature of(KeyId keyId, Bytes value) {
        return new KeyedSignature(keyId, Optional.of(value));
    }

    /** An entry whose signature is hex in either case; other text is kept as a signature that never verifies. */
    public static KeyedSignature ofHex(KeyId keyId, String hex) {
        Optional<Bytes> decoded = hex.length() > MAX_TEXT ? Optional.empty() : Hex.decode(hex);
        return new KeyedSignature(keyId, decoded.filter(bytes -> !bytes.isEmpty()));
    }

    /** The signature of {@code message} by {@code signer}, under the signer's key id. */
    public static KeyedSignature by(Signer signer, Bytes message) {
        return of(signer.keyId(), signer.sign(message));
    }

    /**
     * Reads {@code keyid} and {@code sig} of an entry; other members are for the caller to refuse.
     *
     * @throws JsonException when either is missing or no string, or {@code keyid} is empty or overlong
     */
    public static KeyedSignature read(Fields entry) {
        try {
            return ofHex(new KeyId(entry.text("keyid")), entry.text("sig"));
        } catch (IllegalArgumentException e) {
            throw JsonException.malformed(entry.place("keyid") + ": " + e.getMessage());
        }
    }

    /** The entry as JSON, signature in lower-case hex. */
    public Json.Obj toJson() {
        return Json.Obj.empty()
                .with("keyid", Json.text(keyId.value()))
                .with("sig", Json.text(value.map(Bytes::hex).orElse("")));
    }
}
