package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;

/**
 * A verification key as TUF and in-toto documents carry it: {@code keytype}, {@code scheme}, {@code keyval.public} (TUF
 * 1.0.34 section 4.2). The scheme is fixed with the key. An unknown key type, scheme or value is an {@link UnknownKey}
 * that verifies nothing.
 */
public sealed interface PublicKey permits Ed25519Key, EcdsaKey, RsaPssKey, UnknownKey {
    /** {@code keytype} of the key object. */
    String keyType();

    /** {@code scheme} of the key object. */
    String scheme();

    /** {@code keyval.public}: hex for Ed25519, PEM SubjectPublicKeyInfo for the others. */
    String publicValue();

    /**
     * What makes two keys the same key, whatever their ids, schemes and spelling: the raw 32 bytes of Ed25519, the DER
     * SubjectPublicKeyInfo of ECDSA and RSA. Thresholds count distinct materials.
     */
    Bytes material();

    /**
     * Returns normally when {@code signature} is this key's signature of {@code message}.
     *
     * @throws SignatureMismatch in every other case
     */
    void verify(Bytes message, Bytes signature) throws SignatureMismatch;

    /** The key object {@code {"keytype","keyval":{"public"},"scheme"}}. */
    default Json.Obj toJson() {
        return Json.Obj.empty()
                .with("keytype", Json.text(keyType()))
                .with("keyval", Json.Obj.empty().with("public", Json.text(publicValue())))
                .with("scheme", Json.text(scheme()));
    }

    /** The id that Bulla gives this key: sha256 of the canonical key object, so that older clients agree. */
    default KeyId computedId() {
        return new KeyId(HashFunction.SHA256.hash(OlpcWriter.write(toJson())).hex());
    }
}
