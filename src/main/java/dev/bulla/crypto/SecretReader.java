package dev.bulla.crypto;

import dev.bulla.bytes.Quoted;
import dev.bulla.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Finds out what a secret key file is, and reads it. */
final class SecretReader {
    private SecretReader() {}

    /** Gives the passphrase of the file that is being read. */
    @FunctionalInterface
    interface Unlock {
        Passphrase passphrase();
    }

    /** A step from encrypted to plain bytes. */
    @FunctionalInterface
    private interface Decryption {
        byte[] with(Passphrase passphrase) throws GeneralSecurityException;
    }

    static LocalSigner read(byte[] content, Unlock unlock) throws GeneralSecurityException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (Pem.looksLike(text) && !text.stripLeading().startsWith("{")) {
            return readPem(text, unlock);
        }
        if (KeyObjects.isEncrypted(text)) {
            byte[] json = decrypt(unlock, passphrase -> KeyObjects.decrypt(text, passphrase));
            try {
                return KeyObjects.readPrivate(KeyObjects.parse(json), unlock);
            } finally {
                Arrays.fill(json, (byte) 0);
            }
        }
        if (text.stripLeading().startsWith("{")) {
            Json.Obj object = KeyObjects.parse(content);
            return KeyObjects.readPrivate(object, unlock);
        }
        if (PublicReader.isOpenSshLine(text)) {
            throw new IllegalArgumentException("this is a public key, a secret one is needed");
        }
        throw new IllegalArgumentException("neither PEM nor JSON");
    }

    static LocalSigner readPem(String text, Unlock unlock) throws GeneralSecurityException {
        Pem pem = Pem.first(text);
        return switch (pem.label()) {
            case "PRIVATE KEY" -> wiping(pem.content(), Pkcs8::read);
            case "ENCRYPTED PRIVATE KEY" ->
                wiping(decrypt(unlock, passphrase -> Pbes2.decrypt(pem.content(), passphrase)), Pkcs8::readDecrypted);
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                wiping(ForeignKeys.toPkcs8(text, pem.label(), unlock), Pkcs8::read);
            case "OPENSSH PRIVATE KEY" -> wiping(pem.content(), content -> OpenSsh.readPrivate(content, unlock));
            case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE" ->
                throw new IllegalArgumentException("this is a public key, a secret one is needed");
            default -> throw new UnsupportedKey("a PEM block " + Quoted.of(pem.label()));
        };
    }

    private static byte[] decrypt(Unlock unlock, Decryption decryption) throws GeneralSecurityException {
        try (Passphrase passphrase = unlock.passphrase()) {
            return decryption.with(passphrase);
        }
    }

    /** Reads a key from plain bytes. */
    @FunctionalInterface
    private interface PlainReader {
        LocalSigner read(byte[] secret) throws GeneralSecurityException;
    }

    private static LocalSigner wiping(byte[] secret, PlainReader reader) throws GeneralSecurityException {
        try {
            return reader.read(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
