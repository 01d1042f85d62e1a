package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Hex;
import dev.bulla.bytes.Quoted;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key files of securesystemslib: JSON key objects, and its encrypted form with four {@code @@@@} in it. */
final class KeyObjects {
    private static final String DELIMITER = "@@@@";
    private static final int KEY_BYTES = 32;

    private KeyObjects() {}

    static boolean isEncrypted(String text) {
        return text.contains(DELIMITER);
    }

    static Json.Obj parse(byte[] json) {
        return JsonReader.with(JsonLimits.signed(KeyFiles.MAX_FILE)).readObject(Bytes.copyOf(json));
    }

    /** A public key object with all the ids under which peers may know it. */
    static PublicKeyFile readPublic(Json.Obj object) {
        Fields fields = Fields.of(object, "");
        PublicKey key = PublicKeys.read(fields);
        if (key instanceof UnknownKey unknown) {
            throw new UnsupportedKey("a key of type " + Quoted.of(unknown.keyType()) + " with scheme "
                    + Quoted.of(unknown.scheme()) + " (" + unknown.why() + ")");
        }
        Set<KeyId> ids = new LinkedHashSet<>();
        ids.add(key.computedId());
        Json.Obj bare = key.toJson();
        if (fields.has("keyid_hash_algorithms")) {
            // securesystemslib before 1.0 hashed this member, too
            Json.Obj old = bare.with("keyid_hash_algorithms", fields.required("keyid_hash_algorithms"));
            ids.add(new KeyId(HashFunction.SHA256.hash(OlpcWriter.write(old)).hex()));
        }
        fields.optionalText("keyid")
                .filter(text -> !text.isEmpty())
                .map(KeyId::new)
                .ifPresent(ids::add);
        return new PublicKeyFile(key, ids);
    }

    /** A key object with {@code keyval.private}: hex for Ed25519, PEM for the others. */
    static LocalSigner readPrivate(Json.Obj object, SecretReader.Unlock unlock) throws GeneralSecurityException {
        Fields fields = Fields.of(object, "");
        Fields keyval = fields.object("keyval");
        String secret = keyval.optionalText("private").orElse("");
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("this is a public key, a secret one is needed");
        }
        String keyType = fields.text("keytype");
        if (!keyType.equals("ed25519")) {
            return SecretReader.readPem(secret, unlock);
        }
        byte[] seed = Hex.decode(secret)
                .orElseThrow(() -> new IllegalArgumentException("keyval.private is not hex"))
                .toByteArray();
        try {
            return Pkcs8.ed25519(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * The JSON inside {@code salt@@@@iterations@@@@hmac@@@@iv@@@@ciphertext}: PBKDF2-HMAC-SHA256, AES-256-CTR, and an
     * HMAC-SHA256 of the ciphertext under the same key.
     */
    static byte[] decrypt(String text, Passphrase passphrase) throws GeneralSecurityException {
        String[] parts = text.strip().split(DELIMITER, -1);
        if (parts.length != 5 || !parts[1].matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("not the five parts of an encrypted key");
        }
        byte[] key = Pbes2.pbkdf2(passphrase, hex(parts[0]), Integer.parseInt(parts[1]), "HmacSHA256", KEY_BYTES);
        try {
            byte[] ciphertext = hex(parts[4]);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            if (!Bytes.adopt(mac.doFinal(ciphertext)).equalsInConstantTime(Bytes.adopt(hex(parts[2])))) {
                throw new WrongPassphrase();
            }
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(hex(parts[3])));
            return aes.doFinal(ciphertext);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] hex(String text) {
        return Hex.decode(text)
                .orElseThrow(() -> new IllegalArgumentException("a part of the encrypted key is not hex"))
                .toByteArray();
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
