package dev.bulla.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** PKCS#8 {@code EncryptedPrivateKeyInfo} under PBES2 (RFC 8018 section 6.2) with AES in CBC mode. */
final class Pbes2 {
    private static final int AES_BLOCK = 16;
    private static final int AES_256_KEY = 32;

    private Pbes2() {}

    /** Encrypts with AES-256; {@code secret} stays the caller's to wipe. */
    static byte[] encrypt(byte[] secret, Passphrase passphrase, KeyDerivation derivation)
            throws GeneralSecurityException {
        byte[] iv = SystemRandom.bytes(AES_BLOCK);
        byte[] key = derivation.derive(passphrase, AES_256_KEY);
        byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(secret);
        Arrays.fill(key, (byte) 0);
        byte[] scheme = DerWriter.sequence(DerWriter.oid(Oids.AES_256_CBC), DerWriter.octets(iv));
        byte[] algorithm =
                DerWriter.sequence(DerWriter.oid(Oids.PBES2), DerWriter.sequence(derivation.toDer(), scheme));
        return DerWriter.sequence(algorithm, DerWriter.octets(encrypted));
    }

    /**
     * Decrypts.
     *
     * @return the PKCS#8 key, which the caller wipes
     * @throws WrongPassphrase when what comes out is no key
     */
    static byte[] decrypt(byte[] der, Passphrase passphrase) throws GeneralSecurityException {
        Der info = Der.document(der);
        Der algorithm = info.sequence();
        byte[] encrypted = info.octets();
        info.finish();
        String kind = algorithm.oid();
        if (!kind.equals(Oids.PBES2)) {
            throw new UnsupportedKey("encryption by " + Oids.word(kind));
        }
        Der parameters = algorithm.sequence();
        KeyDerivation derivation = KeyDerivation.read(parameters.sequence());
        Der scheme = parameters.sequence();
        int keyLength = aesKeyLength(scheme.oid());
        byte[] iv = scheme.octets();
        byte[] key = derivation.derive(passphrase, keyLength);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(encrypted);
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

    private static int aesKeyLength(String oid) {
        return switch (oid) {
            case "2.16.840.1.101.3.4.1.2" -> 16;
            case "2.16.840.1.101.3.4.1.22" -> 24;
            case Oids.AES_256_CBC -> AES_256_KEY;
            default -> throw new UnsupportedKey("cipher " + Oids.word(oid));
        };
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher;
    }
}
