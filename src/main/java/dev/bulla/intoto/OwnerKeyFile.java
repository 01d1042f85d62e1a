package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.crypto.EcdsaKey;
import dev.bulla.crypto.Ed25519Key;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.PublicKeys;
import dev.bulla.crypto.RsaPssKey;
import dev.bulla.crypto.UnknownKey;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the public key of a layout's owner: PEM SubjectPublicKeyInfo, or the JSON of securesystemslib. A JSON key with
 * {@code keyid} is known by that id alone; a key without one is known by every id that peers compute for it.
 */
public final class OwnerKeyFile {
    /** A key file of an 8192-bit RSA key has 1.5 KiB; more is something else. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /** DER of a SubjectPublicKeyInfo with an Ed25519 key, up to the key (RFC 8410 section 4). */
    private static final Bytes ED25519 = Hex.decode("302a300506032b6570032100").orElseThrow();

    private OwnerKeyFile() {}

    /**
     * The key in {@code file}.
     *
     * @return the key; one of a type or scheme that Bulla does not know signs nothing
     * @throws JsonException when the file is neither form, or holds a private key
     */
    public static OwnerKey read(Bytes file) {
        if (file.length() > MAX_BYTES) {
            throw JsonException.limit("key file has " + file.length() + " bytes, at most " + MAX_BYTES + " are read");
        }
        String text = file.asUtf8()
                .orElseThrow(() -> JsonException.malformed("key file is neither PEM nor JSON"))
                .strip();
        return text.startsWith("{") ? json(file) : OwnerKey.of(pem(text));
    }

    private static OwnerKey json(Bytes file) {
        Fields key = Fields.of(JsonReader.with(JsonLimits.signed(MAX_BYTES)).read(file), "");
        if (key.has("method") && key.has("keyid")) {
            PublicKey pgp = new UnknownKey(key.object(), "PGP keys are not supported");
            return OwnerKey.named(LayoutParser.keyId(key.text("keyid"), "keyid"), pgp);
        }
        if (!key.object("keyval").optionalText("private").orElse("").isEmpty()) {
            throw JsonException.malformed("key file holds a private key");
        }
        PublicKey read = PublicKeys.read(key);
        return key.has("keyid")
                ? OwnerKey.named(LayoutParser.keyId(key.text("keyid"), "keyid"), read)
                : OwnerKey.of(read);
    }

    private static PublicKey pem(String text) {
        int begin = text.indexOf(BEGIN);
        int end = begin < 0 ? -1 : text.indexOf(END, begin + BEGIN.length());
        if (end < 0) {
            throw JsonException.malformed("key file is neither a PEM public key nor JSON");
        }
        String block = text.substring(begin, end + END.length()).replace("\r\n", "\n");
        Optional<Ed25519Key> ed25519 = ed25519(block);
        if (ed25519.isPresent()) {
            return ed25519.get();
        }
        PublicKey rsa = described("rsa", RsaPssKey.Hash.SHA256.scheme(), block);
        if (!(rsa instanceof UnknownKey)) {
            return rsa;
        }
        for (EcdsaKey.Curve curve : EcdsaKey.Curve.values()) {
            PublicKey key = described("ecdsa", curve.scheme(), block);
            if (!(key instanceof UnknownKey)) {
                return key;
            }
        }
        throw JsonException.malformed("key file is no Ed25519, ECDSA or RSA key that Bulla accepts");
    }

    private static PublicKey described(String keyType, String scheme, String pem) {
        return PublicKeys.read(Fields.of(
                new Json.Obj(Map.of(
                        "keytype", Json.text(keyType),
                        "scheme", Json.text(scheme),
                        "keyval", Json.Obj.empty().with("public", Json.text(pem)))),
                ""));
    }

    private static Optional<Ed25519Key> ed25519(String block) {
        try {
            String body = block.substring(BEGIN.length(), block.length() - END.length());
            Bytes der = Bytes.adopt(Base64.getMimeDecoder().decode(body));
            boolean fits = der.length() == ED25519.length() + 32
                    && der.slice(0, ED25519.length()).equals(ED25519);
            return fits ? Optional.of(new Ed25519Key(der.slice(ED25519.length(), der.length()))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw JsonException.malformed("key file has no base64 between its PEM lines");
        }
    }
}
