package dev.bulla.crypto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption of PKCS#1 and SEC 1 blocks with a {@code DEK-Info} header, as old OpenSSL and securesystemslib write it:
 * the key is an MD5 chain over passphrase and the first eight bytes of the initialisation vector. Read, never written.
 */
final class OldPemEncryption {
    private static final int SALT_BYTES = 8;

    private OldPemEncryption() {}

    static boolean isUsedBy(Pem pem) {
        return pem.headers().containsKey("DEK-Info");
    }

    static byte[] decrypt(Pem pem, Passphrase passphrase) throws GeneralSecurityException {
        String[] info = pem.headers().getOrDefault("DEK-Info", "").split(",", -1);
        Integer keyLength =
                Map.of("AES-128-CBC", 16, "AES-192-CBC", 24, "AES-256-CBC", 32).get(info[0]);
        if (keyLength == null) {
            throw new UnsupportedKey("cipher " + Printable.quoted(info[0]));
        }
        byte[] iv = info.length < 2
                ? new byte[0]
                : Hex.decode(info[1]).orElse(Bytes.empty()).toByteArray();
        if (iv.length != 16) {
            throw new IllegalArgumentException("the DEK-Info header is damaged");
        }
        byte[] key = key(passphrase, Arrays.copyOf(iv, SALT_BYTES), keyLength);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            byte[] secret = cipher.doFinal(pem.content());
            if (!Der.isOneSequence(secret)) {
                throw new WrongPassphrase();
            }
            return secret;
        } catch (BadPaddingException e) {
            throw new WrongPassphrase();
        } catch (IllegalBlockSizeException e) {
            throw new IllegalArgumentException("the encrypted part has been cut", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] key(Passphrase passphrase, byte[] salt, int length) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] utf8 = passphrase.revealSecretUtf8();
        byte[] key = new byte[length];
        byte[] previous = new byte[0];
        for (int done = 0; done < length; done += previous.length) {
            md5.update(previous);
            md5.update(utf8);
            previous = md5.digest(salt);
            System.arraycopy(previous, 0, key, done, Math.min(previous.length, length - done));
        }
        Arrays.fill(previous, (byte) 0);
        Arrays.fill(utf8, (byte) 0);
        return key;
    }
}
