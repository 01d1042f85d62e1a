package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.KeyException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Key files, as bytes. Secret keys are written as encrypted PKCS#8 in PEM and read from: PKCS#8 plain or encrypted (PBES2
 * with PBKDF2 or scrypt and AES-CBC), PKCS#1 and SEC 1 (also with the old PEM encryption), OpenSSH (also encrypted) and
 * securesystemslib. Public keys are written as PEM SubjectPublicKeyInfo and read from that, PKCS#1, OpenSSH lines and
 * securesystemslib JSON. Every failure is a {@link KeyException} of one line that begins with the name of the key.
 */
public final class KeyFiles {
    /** 64 KiB: ten times an RSA key of 8192 bits in the longest format. */
    public static final int MAX_FILE = 64 * 1024;

    /** How a passphrase becomes the encryption key of a new file. */
    public enum Derivation {
        /** PBKDF2-HMAC-SHA256: every reader of PKCS#8 knows it, and no library beyond the JDK is loaded. */
        PBKDF2,
        /** scrypt with 16 MiB: dearer to attack with special hardware. */
        SCRYPT
    }

    private KeyFiles() {}

    /** Writes a secret key, encrypted under scrypt: dearer to attack, and at safe strengths opened faster than PBKDF2. */
    public static Bytes write(LocalSigner signer, Passphrase passphrase) {
        return write(signer, passphrase, Derivation.SCRYPT);
    }

    /**
     * Writes a secret key, encrypted.
     *
     * @return PEM text, which is encrypted and thus no secret by itself
     * @throws KeyException when the passphrase is empty
     */
    public static Bytes write(LocalSigner signer, Passphrase passphrase, Derivation derivation) {
        if (passphrase.isEmpty()) {
            throw new KeyException("an empty passphrase protects nothing");
        }
        byte[] secret = signer.revealSecret().getEncoded();
        try {
            byte[] encrypted = switch (derivation) {
                case PBKDF2 -> Pbes2.encrypt(secret, passphrase);
                case SCRYPT -> ForeignEncryption.encryptUnderScrypt(secret, passphrase);
            };
            return Bytes.adopt(Pem.write("ENCRYPTED PRIVATE KEY", encrypted));
        } catch (GeneralSecurityException e) {
            throw new KeyException("this JDK cannot encrypt key files: " + e.getMessage(), e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Writes a public key as PEM SubjectPublicKeyInfo. */
    public static Bytes write(PublicKey key) {
        return switch (key) {
            case Ed25519Key ed25519 -> Bytes.utf8(PublicKeys.pem(ed25519.subjectPublicKeyInfo()));
            case EcdsaKey ecdsa -> Bytes.utf8(PublicKeys.pem(ecdsa.material()));
            case RsaPssKey rsa -> Bytes.utf8(PublicKeys.pem(rsa.material()));
            case UnknownKey unknown -> throw new KeyException("key cannot be used: " + unknown.why());
        };
    }

    /**
     * Reads a secret key.
     *
     * @param content the file, which the caller wipes
     * @param name the name of the key for messages
     * @param passphrases asked only when the file is encrypted
     * @throws KeyException wrong passphrase; unsupported kind, cipher or format; damaged file
     */
    public static LocalSigner readSecret(byte[] content, String name, PassphraseSource passphrases) {
        return guarded(content.length, name, () -> SecretReader.read(content, () -> passphrases.passphraseOf(name)));
    }

    /**
     * Reads a public key.
     *
     * @param name the name of the key for messages
     * @throws KeyException unsupported kind or format; damaged file
     */
    public static PublicKeyFile readPublic(Bytes content, String name) {
        return guarded(content.length(), name, () -> {
            byte[] bytes = content.toByteArray();
            return PublicReader.read(new String(bytes, StandardCharsets.ISO_8859_1), bytes);
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws GeneralSecurityException;
    }

    private static <T> T guarded(int length, String name, Reading<T> reading) {
        String key = "key " + name + ": ";
        if (length > MAX_FILE) {
            throw new KeyException(key + length + " bytes, key files have at most " + MAX_FILE);
        }
        try {
            return reading.read();
        } catch (WrongPassphrase e) {
            throw new KeyException(key + "wrong passphrase");
        } catch (UnsupportedKey e) {
            throw new KeyException(key + e.getMessage());
        } catch (KeyException e) {
            throw new KeyException(key + e.getMessage(), e, e.hints().toArray(String[]::new));
        } catch (JsonException | IllegalArgumentException e) {
            throw new KeyException(key + "not a key file or damaged: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new KeyException(key + "not a usable key: " + e.getMessage(), e);
        }
    }
}
