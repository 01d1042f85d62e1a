package dev.bulla.crypto;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * PKCS#8 {@code EncryptedPrivateKeyInfo} under PBES2 (RFC 8018 section 6.2). Bulla's own form, PBKDF2-HMAC-SHA256 with
 * AES-256-CBC, is written and read by the JDK alone, so that signing loads no other library; other forms are handed on.
 * The parameters of a file are foreign data and bounded: it must not keep the machine busy for minutes.
 */
final class Pbes2 {
    /** Ten million rounds of PBKDF2 take some ten seconds; honest files use up to one or two million. */
    static final int MAX_ITERATIONS = 10_000_000;

    /** Longest salt; honest files have 8 to 64 bytes. */
    static final int MAX_SALT = 1024;

    static final int SALT_BYTES = 16;
    static final int AES_BLOCK = 16;
    static final int AES_256_KEY = 32;

    /** As OWASP recommends for PBKDF2-HMAC-SHA256; about half a second. */
    private static final int ITERATIONS = 600_000;

    /** What the JDK calls the own form. */
    private static final String OWN_FORM = "PBEWithHmacSHA256AndAES_256";

    private static final String OWN_FUNCTION = "HmacSHA256";

    private Pbes2() {}

    /** Encrypts in the own form; {@code secret} stays the caller's to wipe. */
    static byte[] encrypt(byte[] secret, Passphrase passphrase) throws GeneralSecurityException {
        byte[] salt = SystemRandom.bytes(SALT_BYTES);
        byte[] iv = SystemRandom.bytes(AES_BLOCK);
        AlgorithmParameters named = AlgorithmParameters.getInstance(OWN_FORM);
        named.init(new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(iv)));
        byte[] key = pbkdf2(passphrase, salt, ITERATIONS, OWN_FUNCTION, AES_256_KEY);
        try {
            // the container knows the parameters by the name of the standard alone
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(named.getEncoded());
            return new EncryptedPrivateKeyInfo(parameters, aesCbc(Cipher.ENCRYPT_MODE, key, iv, secret)).getEncoded();
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * Decrypts.
     *
     * @return the PKCS#8 key, which the caller wipes
     * @throws WrongPassphrase when the padding of what comes out is wrong; a right padding proves little
     */
    static byte[] decrypt(byte[] der, Passphrase passphrase) throws GeneralSecurityException {
        Optional<EncryptedPrivateKeyInfo> own = ownForm(der);
        if (own.isEmpty()) {
            return ForeignEncryption.decrypt(der, passphrase);
        }
        PBEParameterSpec parameters = own.get().getAlgParameters().getParameterSpec(PBEParameterSpec.class);
        byte[] iv = ((IvParameterSpec) parameters.getParameterSpec()).getIV();
        byte[] key =
                pbkdf2(passphrase, parameters.getSalt(), parameters.getIterationCount(), OWN_FUNCTION, AES_256_KEY);
        return aesCbc(Cipher.DECRYPT_MODE, key, iv, own.get().getEncryptedData());
    }

    private static Optional<EncryptedPrivateKeyInfo> ownForm(byte[] der) {
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            AlgorithmParameters parameters = info.getAlgParameters();
            return parameters != null && OWN_FORM.equals(parameters.toString()) ? Optional.of(info) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not a form that the JDK knows, or damaged: the other reader says which
        }
    }

    /**
     * PBKDF2 (RFC 8018 section 5.2) within the limits.
     *
     * @param function the pseudo-random function as the JDK calls it, such as {@code HmacSHA256}
     * @param length of the key in bytes
     */
    static byte[] pbkdf2(Passphrase passphrase, byte[] salt, int iterations, String function, int length)
            throws GeneralSecurityException {
        checkSalt(salt);
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new UnsupportedKey(
                    "a key derivation of " + iterations + " iterations (at most " + MAX_ITERATIONS + ")");
        }
        PBEKeySpec spec = new PBEKeySpec(passphrase.revealSecret(), salt, iterations, length * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + function)
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    static void checkSalt(byte[] salt) {
        if (salt.length == 0 || salt.length > MAX_SALT) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
    }

    /** Encrypts or decrypts, and wipes {@code key}. */
    static byte[] aesCbc(int mode, byte[] key, byte[] iv, byte[] content) throws GeneralSecurityException {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(content);
        } catch (BadPaddingException e) {
            throw new WrongPassphrase();
        } catch (IllegalBlockSizeException e) {
            throw new IllegalArgumentException("the encrypted part has been cut", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
