package dev.bulla.crypto;

import static dev.bulla.crypto.ForeignKeys.decoding;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.Properties;

/**
 * OpenSSH's own formats through Bouncy Castle: the line of a public key file and {@code openssh-key-v1} (PROTOCOL.key of
 * OpenSSH), plain or under bcrypt. Loaded only when such a file is met.
 */
final class OpenSsh {
    /** OpenSSH writes 16 or 24 rounds, careful people 100 or more; 2048 take tens of seconds. */
    static final int MAX_ROUNDS = 2048;

    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private static final Set<String> TYPES =
            Set.of("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

    private static final Set<String> CIPHERS =
            Set.of("aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc");

    /**
     * The library tests moduli of up to 16384 bits for being composite, which takes many seconds; what it parses is
     * measured against the limits of {@link RsaPssKey} right after.
     */
    private static final String SKIP_MODULUS_TEST = "org.bouncycastle.rsa.allow_unsafe_mod";

    private OpenSsh() {}

    /** The SubjectPublicKeyInfo of {@code TYPE BASE64 [COMMENT]}. */
    static Bytes readPublicLine(String line) {
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not an OpenSSH public key line");
        }
        byte[] blob = decoding(() -> Base64.getDecoder().decode(parts[1]));
        String type = decoding(() -> text(ByteBuffer.wrap(blob)));
        if (!type.equals(parts[0])) {
            throw new IllegalArgumentException("the line names another type than the key in it");
        }
        checkType(type);
        return Bytes.adopt(
                decoding(() -> withoutModulusTest(() -> SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                                OpenSSHPublicKeyUtil.parsePublicKey(blob)))
                        .getEncoded()));
    }

    /** The one key of a private key file. */
    static LocalSigner readPrivate(byte[] content, SecretReader.Unlock unlock) throws GeneralSecurityException {
        byte[] pkcs8;
        if (isEncrypted(content)) {
            try (Passphrase passphrase = unlock.passphrase()) {
                byte[] utf8 = passphrase.revealSecretUtf8();
                pkcs8 = toPkcs8(content, utf8);
                Arrays.fill(utf8, (byte) 0);
            }
        } else {
            pkcs8 = toPkcs8(content, new byte[0]);
        }
        try {
            return Pkcs8.read(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] toPkcs8(byte[] content, byte[] passphrase) {
        try {
            return decoding(() -> {
                AsymmetricKeyParameter key =
                        withoutModulusTest(() -> OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(content, passphrase));
                return PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
            });
        } catch (IllegalArgumentException e) {
            // the library has no type for it; the two check numbers of the secret part differ
            String said =
                    e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            if (passphrase.length > 0 && said.contains("check values")) {
                throw new WrongPassphrase();
            }
            throw e;
        }
    }

    /** Looks at the head of the file, so that no passphrase is asked for nor bcrypt begun in vain. */
    private static boolean isEncrypted(byte[] content) {
        if (content.length < MAGIC.length || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("not an openssh-key-v1 file");
        }
        ByteBuffer head = ByteBuffer.wrap(content, MAGIC.length, content.length - MAGIC.length);
        String cipher = decoding(() -> text(head));
        String derivation = decoding(() -> text(head));
        ByteBuffer options = decoding(() -> string(head));
        if (decoding(head::getInt) != 1) {
            throw new UnsupportedKey("a file with several keys");
        }
        checkType(decoding(() -> text(string(head))));
        if (cipher.equals("none") && derivation.equals("none")) {
            return false;
        }
        if (!CIPHERS.contains(cipher)) {
            throw new UnsupportedKey("cipher " + Quoted.of(cipher));
        }
        if (!derivation.equals("bcrypt")) {
            throw new UnsupportedKey("key derivation by " + Quoted.of(derivation));
        }
        int saltLength = decoding(() -> string(options)).limit();
        int rounds = decoding(options::getInt);
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new UnsupportedKey("bcrypt with " + rounds + " rounds (at most " + MAX_ROUNDS + ")");
        }
        if (saltLength == 0 || saltLength > Pbes2.MAX_SALT) {
            throw new IllegalArgumentException("a salt of " + saltLength + " bytes");
        }
        return true;
    }

    private static void checkType(String type) {
        if (!TYPES.contains(type)) {
            throw new UnsupportedKey("an OpenSSH key of type " + Quoted.of(type));
        }
    }

    private static <T> T withoutModulusTest(ForeignKeys.Decoding<T> parsing) throws IOException {
        Properties.setThreadOverride(SKIP_MODULUS_TEST, true);
        try {
            return parsing.run();
        } finally {
            Properties.removeThreadOverride(SKIP_MODULUS_TEST);
        }
    }

    private static String text(ByteBuffer from) {
        return StandardCharsets.UTF_8.decode(string(from)).toString();
    }

    /** An SSH string (RFC 4251 section 5). */
    private static ByteBuffer string(ByteBuffer from) {
        int length = from.getInt();
        ByteBuffer value = from.slice(from.position(), length);
        from.position(from.position() + length);
        return value;
    }
}
