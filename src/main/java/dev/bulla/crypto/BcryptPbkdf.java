package dev.bulla.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The key derivation of OpenSSH key files: PBKDF2 built on a bcrypt with SHA-512 (OpenBSD {@code bcrypt_pbkdf(3)}). */
final class BcryptPbkdf {
    private static final int OUTPUT = 32;
    private static final int INNER_ROUNDS = 64;
    private static final byte[] TEXT =
            "OxychromaticBlowfishSwatDynamite".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private BcryptPbkdf() {}

    /** {@code length} bytes from passphrase and salt; the caller wipes them. */
    static byte[] derive(byte[] passphrase, byte[] salt, int rounds, int length) throws GeneralSecurityException {
        MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
        byte[] key = sha512.digest(passphrase);
        int blocks = (length + OUTPUT - 1) / OUTPUT;
        byte[] derived = new byte[length];
        for (int block = 1; block <= blocks; block++) {
            byte[] sum = block(sha512, key, saltOf(salt, block), rounds);
            // the bytes of a block are spread over the whole output
            for (int i = 0; i < OUTPUT; i++) {
                int target = i * blocks + block - 1;
                if (target < length) {
                    derived[target] = sum[i];
                }
            }
            Arrays.fill(sum, (byte) 0);
        }
        Arrays.fill(key, (byte) 0);
        return derived;
    }

    private static byte[] block(MessageDigest sha512, byte[] key, byte[] salt, int rounds) {
        byte[] round = hash(key, sha512.digest(salt));
        byte[] sum = round.clone();
        for (int i = 1; i < rounds; i++) {
            round = hash(key, sha512.digest(round));
            for (int k = 0; k < OUTPUT; k++) {
                sum[k] ^= round[k];
            }
        }
        return sum;
    }

    private static byte[] saltOf(byte[] salt, int block) {
        byte[] numbered = Arrays.copyOf(salt, salt.length + 4);
        for (int i = 0; i < 4; i++) {
            numbered[salt.length + i] = (byte) (block >>> (8 * (3 - i)));
        }
        return numbered;
    }

    private static byte[] hash(byte[] key, byte[] salt) {
        Blowfish cipher = new Blowfish();
        cipher.expand(key, salt);
        for (int i = 0; i < INNER_ROUNDS; i++) {
            cipher.expand(salt);
            cipher.expand(key);
        }
        int[] words = new int[OUTPUT / 4];
        for (int i = 0; i < OUTPUT; i++) {
            words[i / 4] = words[i / 4] << 8 | TEXT[i];
        }
        for (int i = 0; i < INNER_ROUNDS; i++) {
            for (int at = 0; at < words.length; at += 2) {
                cipher.encrypt(words, at);
            }
        }
        byte[] out = new byte[OUTPUT];
        for (int i = 0; i < OUTPUT; i++) {
            out[i] = (byte) (words[i / 4] >>> (8 * (i % 4))); // low byte first
        }
        return out;
    }
}
