package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyFiles.Derivation;
import dev.bulla.outcome.KeyException;
import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key files that Bulla writes, and bounds on what it reads. */
class KeyFileWriteTest {
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    @ParameterizedTest
    @CsvSource({
        "ED25519, PBKDF2",
        "ED25519, SCRYPT",
        "ECDSA_P256, PBKDF2",
        "ECDSA_P384, SCRYPT",
        "ECDSA_P521, SCRYPT",
        "RSA_2048, SCRYPT"
    })
    void aKeySurvivesItsFile(KeyKind kind, Derivation derivation) {
        LocalSigner signer = TestKeys.seeded(kind, "object");

        Bytes file = KeyFiles.write(signer, KeySamples.passphrase("p\u00e4ss \ud83d\udd11"), derivation);

        assertThat(file.asUtf8().orElseThrow()).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
        LocalSigner read =
                KeyFiles.readSecret(file.toByteArray(), "k", key -> KeySamples.passphrase("p\u00e4ss \ud83d\udd11"));
        assertThat(read.publicKey()).isEqualTo(signer.publicKey());
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void aPublicKeySurvivesItsFile(KeyKind kind) {
        PublicKey key = TestKeys.seeded(kind, "object").publicKey();

        PublicKeyFile read = KeyFiles.readPublic(KeyFiles.write(key), "k");

        assertThat(read.key()).isEqualTo(key);
        assertThat(read.ids()).containsExactly(key.computedId());
    }

    @Test
    void twoFilesOfOneKeyShareNothing() {
        LocalSigner signer = TestKeys.golden();
        Bytes first = KeyFiles.write(signer, KeySamples.passphrase("same"), Derivation.SCRYPT);
        Bytes second = KeyFiles.write(signer, KeySamples.passphrase("same"), Derivation.SCRYPT);

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void anEmptyPassphraseIsRefused() {
        assertThatThrownBy(() -> KeyFiles.write(TestKeys.golden(), KeySamples.passphrase(""), Derivation.PBKDF2))
                .isInstanceOf(KeyException.class)
                .hasMessage("an empty passphrase protects nothing");
    }

    @Test
    void aPassphraseIsWipedWhenClosedAndNeverShown() {
        char[] characters = "secret".toCharArray();
        Passphrase passphrase = Passphrase.adopt(characters);
        assertThat(passphrase).hasToString("passphrase");
        assertThat(passphrase.sameAs(KeySamples.passphrase("secret"))).isTrue();
        assertThat(passphrase.sameAs(KeySamples.passphrase("secret "))).isFalse();

        passphrase.close();

        assertThat(characters).containsOnly('\0');
    }

    @Test
    void aPassphraseFromBytesIsTheSameAndItsBytesAreWiped() {
        byte[] utf8 = "p\u00e4ss \ud83d\udd11".getBytes(StandardCharsets.UTF_8);

        Passphrase passphrase = Passphrase.adoptUtf8(utf8);

        assertThat(passphrase.sameAs(KeySamples.passphrase("p\u00e4ss \ud83d\udd11")))
                .isTrue();
        assertThat(utf8).containsOnly(0);
        assertThat(new String(passphrase.revealSecretUtf8(), StandardCharsets.UTF_8))
                .isEqualTo("p\u00e4ss \ud83d\udd11");
    }

    @Test
    void aSignerShowsNothingOfItsSecret() {
        assertThat(TestKeys.golden()).hasToString("ed25519 signer 74c181c7ad8a\u2026");
    }

    @ParameterizedTest
    @CsvSource({
        "PBKDF2, 10000001, 8, 1, a key derivation of 10000001 iterations",
        "SCRYPT, 1048576, 8, 1, scrypt with N=1048576",
        "SCRYPT, 1024, 1073741824, 1, scrypt with N=1024",
        "SCRYPT, 1073741824, 1073741824, 2147483647, scrypt with N=1073741824",
        "SCRYPT, 1024, 8, 100000, scrypt with N=1024"
    })
    void aFileCannotKeepTheMachineBusyNorTakeItsMemory(
            Derivation kind, int cost, int blockSize, int parallelization, String message) throws IOException {
        byte[] salt = new byte[16];
        KeyDerivationFunc derivation = kind == Derivation.PBKDF2
                ? new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, cost, HMAC_SHA256))
                : new KeyDerivationFunc(
                        MiscObjectIdentifiers.id_scrypt, new ScryptParams(salt, cost, blockSize, parallelization));

        assertThatThrownBy(() -> KeyFiles.readSecret(encrypted(derivation), "k", key -> KeySamples.passphrase("x")))
                .isInstanceOf(KeyException.class)
                .message()
                .startsWith("key k: " + message)
                .endsWith("is not supported");
    }

    @Test
    void aSecretHalfThatDoesNotFitThePublicHalfIsRefused() {
        LocalSigner one = TestKeys.seeded(KeyKind.ECDSA_P256, "one");
        LocalSigner other = TestKeys.seeded(KeyKind.ECDSA_P256, "other");

        assertThatThrownBy(() -> LocalSigner.ofHalves(one.publicKey(), other.revealSecret()))
                .isInstanceOf(KeyException.class)
                .hasMessage("the secret half does not belong to the public half");
    }

    @Test
    void theFallbackOfEd25519AgreesWithTheJdk() throws Exception {
        byte[] seed =
                new BigInteger("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", 16).toByteArray();
        byte[] secret = Arrays.copyOfRange(seed, seed.length - 32, seed.length);

        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));

        assertThat(Bytes.adopt(ForeignKeys.publicHalf(key.getEncoded()))).isEqualTo(PublicHalves.of(key));
    }

    /** The program of the child process below: writes and reads one key of each kind under PBKDF2. */
    static final class RoundTrips {
        private RoundTrips() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] args) {
            for (KeyKind kind : List.of(KeyKind.ED25519, KeyKind.ECDSA_P256)) {
                Bytes file = KeyFiles.write(KeyPairs.generate(kind), KeySamples.passphrase("p"), Derivation.PBKDF2);
                KeyFiles.readSecret(file.toByteArray(), "k", key -> KeySamples.passphrase("p"));
                System.out.println(kind.wireName());
            }
        }
    }

    @Test
    void filesUnderPbkdf2NeedNothingButTheJdk() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("bcprov") && !entry.contains("bcpkix") && !entry.contains("bcutil"))
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java", "-cp", classPath, RoundTrips.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output.lines()).containsExactly("ed25519", "ecdsa-p256");
        assertThat(child.waitFor()).isZero();
    }

    private static byte[] encrypted(KeyDerivationFunc derivation) throws IOException {
        PBES2Parameters scheme = new PBES2Parameters(
                derivation,
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scheme);
        return Pem.write("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(algorithm, new byte[32]).getEncoded());
    }
}
