package dev.bulla.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How the secret part of an OpenSSH key file is encrypted: not at all, or AES under bcrypt. */
final class OpenSshCipher {
    /** OpenSSH writes 16 or 24 rounds, careful people 100 or more; 2048 take tens of seconds. */
    static final int MAX_ROUNDS = 2048;

    private static final int IV_BYTES = 16;

    private static final Map<String, Mode> MODES = Map.of(
            "aes128-ctr", new Mode("AES/CTR/NoPadding", 16),
            "aes192-ctr", new Mode("AES/CTR/NoPadding", 24),
            "aes256-ctr", new Mode("AES/CTR/NoPadding", 32),
            "aes128-cbc", new Mode("AES/CBC/NoPadding", 16),
            "aes192-cbc", new Mode("AES/CBC/NoPadding", 24),
            "aes256-cbc", new Mode("AES/CBC/NoPadding", 32));

    private record Mode(String transformation, int keyBytes) {}

    private final Optional<Mode> mode;
    private final byte[] salt;
    private final int rounds;

    private OpenSshCipher(Optional<Mode> mode, byte[] salt, int rounds) {
        this.mode = mode;
        this.salt = salt;
        this.rounds = rounds;
    }

    static OpenSshCipher read(String cipher, String derivation, byte[] options) {
        if (cipher.equals("none") && derivation.equals("none")) {
            return new OpenSshCipher(Optional.empty(), new byte[0], 0);
        }
        Mode mode = MODES.get(cipher);
        if (mode == null) {
            throw new UnsupportedKey("cipher " + Printable.quoted(cipher));
        }
        if (!derivation.equals("bcrypt")) {
            throw new UnsupportedKey("key derivation by " + Printable.quoted(derivation));
        }
        SshBuffer parameters = new SshBuffer(options);
        byte[] salt = parameters.string();
        int rounds = parameters.number();
        parameters.finish();
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new UnsupportedKey("bcrypt with " + rounds + " rounds (at most " + MAX_ROUNDS + ")");
        }
        if (salt.length == 0 || salt.length > KeyDerivation.MAX_SALT) {
            throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
        }
        return new OpenSshCipher(Optional.of(mode), salt, rounds);
    }

    boolean encrypts() {
        return mode.isPresent();
    }

    /** The plain secret part; the caller wipes it. */
    byte[] open(byte[] hidden, SecretReader.Unlock unlock) throws GeneralSecurityException {
        if (mode.isEmpty()) {
            return hidden;
        }
        if (hidden.length % IV_BYTES != 0) {
            throw new IllegalArgumentException("the encrypted part has been cut");
        }
        try (Passphrase passphrase = unlock.passphrase()) {
            byte[] utf8 = passphrase.revealSecretUtf8();
            int keyBytes = mode.get().keyBytes();
            byte[] derived = BcryptPbkdf.derive(utf8, salt, rounds, keyBytes + IV_BYTES);
            Arrays.fill(utf8, (byte) 0);
            Cipher aes = Cipher.getInstance(mode.get().transformation());
            aes.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived, 0, keyBytes, "AES"),
                    new IvParameterSpec(derived, keyBytes, IV_BYTES));
            Arrays.fill(derived, (byte) 0);
            return aes.doFinal(hidden);
        }
    }
}
