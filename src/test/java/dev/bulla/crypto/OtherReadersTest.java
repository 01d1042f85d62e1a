package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyFiles.Derivation;
import dev.bulla.testkit.Program;
import java.io.File;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Bulla writes is read by others, and what they write by Bulla. Bouncy Castle's reader of PKCS#8 is always there;
 * OpenSSL and OpenSSH take part where they are on the PATH, and the samples that they once wrote stand in for them where
 * they are not.
 */
class OtherReadersTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"ED25519, PBKDF2", "ED25519, SCRYPT", "ECDSA_P256, SCRYPT", "ECDSA_P521, PBKDF2", "RSA_2048, SCRYPT"})
    void keyFilesAreReadByBouncyCastleAndOpenSsl(KeyKind kind, Derivation derivation) throws Exception {
        LocalSigner signer = TestKeys.seeded(kind, "object");
        Bytes file = KeyFiles.write(signer, KeySamples.passphrase("open sesame"), derivation);

        LocalSigner read = new LocalSigner(signer.publicKey(), byBouncyCastle(file), SystemRandom.source());
        signer.publicKey().verify(MESSAGE, read.sign(MESSAGE));

        if (isOnPath("openssl")) {
            Path key = Files.write(folder.resolve("key.pem"), file.toByteArray());
            Program.Outcome outcome = Program.of(
                            "openssl", "pkey", "-in", key.toString(), "-passin", "pass:open sesame", "-pubout")
                    .run();
            assertThat(outcome.err()).isEmpty();
            assertThat(Bytes.utf8(outcome.out())).isEqualTo(KeyFiles.write(signer.publicKey()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519.pbkdf2.pem, -algorithm ed25519",
        "p256.pbkdf2-sha1.pem, -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "rsa2048.pbkdf2-sha512.pem, -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
    })
    void keyFilesOfOpenSslAreRead(String sample, String options) throws Exception {
        byte[] file = KeySamples.bytes(sample);
        if (isOnPath("openssl")) {
            Path made = folder.resolve("made.pem");
            Program.Outcome outcome = Program.of(append(
                            words("openssl genpkey " + options + " -aes-256-cbc -out " + made),
                            "-pass",
                            "pass:open sesame"))
                    .run();
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            file = Files.readAllBytes(made);
        }
        signsAndVerifies(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519-locked ed25519", "ssh-p384-locked ecdsa", "ssh-rsa-locked rsa"})
    void keyFilesOfOpenSshAreRead(String sampleAndType) throws Exception {
        String[] words = words(sampleAndType);
        byte[] file = KeySamples.bytes(words[0]);
        if (isOnPath("ssh-keygen")) {
            Path made = folder.resolve("made");
            Program.Outcome outcome = Program.of(
                            append(words("ssh-keygen -q -a 3 -t " + words[1] + " -f " + made), "-N", "open sesame"))
                    .run();
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            file = Files.readAllBytes(made);
            Bytes line = Bytes.adopt(Files.readAllBytes(folder.resolve("made.pub")));
            assertThat(KeyFiles.readPublic(line, "made").key())
                    .isEqualTo(signsAndVerifies(file).publicKey());
        }
        signsAndVerifies(file);
    }

    private static LocalSigner signsAndVerifies(byte[] file) throws SignatureMismatch {
        LocalSigner signer = KeyFiles.readSecret(file, "made", key -> KeySamples.passphrase("open sesame"));
        signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE));
        return signer;
    }

    private static PrivateKey byBouncyCastle(Bytes file) throws Exception {
        BouncyCastleProvider provider = new BouncyCastleProvider(); // never registered
        try (PEMParser parser = new PEMParser(new StringReader(file.asUtf8().orElseThrow()))) {
            PKCS8EncryptedPrivateKeyInfo info = (PKCS8EncryptedPrivateKeyInfo) parser.readObject();
            return new JcaPEMKeyConverter()
                    .getPrivateKey(info.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(provider)
                            .build("open sesame".toCharArray())));
        }
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    private static String[] words(String text) {
        return text.split(" ", -1);
    }

    private static String[] append(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }
}
