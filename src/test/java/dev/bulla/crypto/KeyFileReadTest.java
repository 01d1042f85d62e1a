package dev.bulla.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.KeyException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files that other programs wrote. */
class KeyFileReadTest {
    private static final Bytes MESSAGE = Bytes.utf8("message");

    @ParameterizedTest
    @CsvSource({
        "ed25519.pk8.pem, ed25519.pub.pem, ed25519",
        "ed25519.pbkdf2.pem, ed25519.pub.pem, ed25519",
        "p256.sec1.pem, p256.pub.pem, ecdsa-sha2-nistp256",
        "p256.pk8.pem, p256.pub.pem, ecdsa-sha2-nistp256",
        "p256.pbkdf2-sha1.pem, p256.pub.pem, ecdsa-sha2-nistp256",
        "p256.dek.pem, p256.pub.pem, ecdsa-sha2-nistp256",
        "p384.sec1.pem, p384.pub.pem, ecdsa-sha2-nistp384",
        "p384.nopublic.pem, p384.pub.pem, ecdsa-sha2-nistp384",
        "p384.scrypt.pem, p384.pub.pem, ecdsa-sha2-nistp384",
        "p521.sec1.pem, p521.pub.pem, ecdsa-sha2-nistp521",
        "p521.compressed.pem, p521.pub.pem, ecdsa-sha2-nistp521",
        "rsa2048.pk1.pem, rsa2048.pub.pem, rsassa-pss-sha256",
        "rsa2048.pk1.pem, rsa2048.pub-pk1.pem, rsassa-pss-sha256",
        "rsa2048.pbkdf2-sha512.pem, rsa2048.pub.pem, rsassa-pss-sha256",
        "rsa2048.dek.pem, rsa2048.pub.pem, rsassa-pss-sha256",
        "ssh-ed25519, ssh-ed25519.pub, ed25519",
        "ssh-ed25519-locked, ssh-ed25519-locked.pub, ed25519",
        "ssh-p256, ssh-p256.pub, ecdsa-sha2-nistp256",
        "ssh-p384-locked, ssh-p384-locked.pub, ecdsa-sha2-nistp384",
        "ssh-p521, ssh-p521.pub, ecdsa-sha2-nistp521",
        "ssh-rsa-locked, ssh-rsa-locked.pub, rsassa-pss-sha256",
        "sslib-ed25519.json, sslib-ed25519.pub.json, ed25519",
        "sslib-ed25519-locked, sslib-ed25519.pub.json, ed25519"
    })
    void bothHalvesAreReadAndBelongTogether(String secret, String publicHalf, String scheme) throws SignatureMismatch {
        LocalSigner signer = KeySamples.secret(secret);
        PublicKey key = KeySamples.publicKey(publicHalf);

        assertThat(signer.publicKey().material()).isEqualTo(key.material());
        assertThat(key.scheme()).isEqualTo(scheme);
        assertThat(signer.keyId()).isEqualTo(key.computedId());
        key.verify(MESSAGE, signer.sign(MESSAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519.pbkdf2.pem",
                "p384.scrypt.pem",
                "rsa2048.dek.pem",
                "p256.dek.pem",
                "ssh-ed25519-locked",
                "ssh-p384-locked",
                "sslib-ed25519-locked"
            })
    void aWrongPassphraseIsSaidInThreeWords(String name) {
        assertThatThrownBy(() -> KeyFiles.readSecret(
                        KeySamples.bytes(name), "release", key -> KeySamples.passphrase("open sesame!")))
                .isInstanceOf(KeyException.class)
                .hasMessage("key release: wrong passphrase");
    }

    @Test
    void everyWrongPassphraseIsNoticedEvenWhenThePaddingHappensToFit() {
        byte[] file = KeySamples.bytes("p256.dek.pem");
        for (int i = 0; i < 600; i++) {
            String guess = "guess " + i;
            assertThatThrownBy(() -> KeyFiles.readSecret(file, "k", key -> KeySamples.passphrase(guess)))
                    .hasMessage("key k: wrong passphrase");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pk8.pem", "p256.sec1.pem", "rsa2048.pk1.pem", "ssh-p256", "sslib-ed25519.json"})
    void nobodyIsAskedForAPassphraseThatIsNotNeeded(String name) {
        assertThat(KeyFiles.readSecret(KeySamples.bytes(name), name, KeySamples.nobodyAsks()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "no.ed448.pem, a key of kind Ed448 is not supported",
        "no.secp256k1.pem, an EC key on curve secp256k1 is not supported",
        "no.explicit.pem, an EC key with explicit curve parameters is not supported",
        "no.des3.pem, cipher DES-EDE3-CBC is not supported",
        "no.pkcs12.pem, encryption by PKCS#12 with 3DES is not supported",
        "no.ssh-gcm, cipher 'aes256-gcm@openssh.com' is not supported"
    })
    void whatIsNotSupportedIsNamed(String name, String message) {
        assertThatThrownBy(() -> KeySamples.secret(name))
                .isInstanceOf(KeyException.class)
                .hasMessage("key " + name + ": " + message);
    }

    @Test
    void shortRsaKeysAreRefused() {
        assertThatThrownBy(() -> KeySamples.secret("no.rsa1024.pem"))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("an RSA key of 1024 bits; 2048 to 8192 are accepted");
    }

    @Test
    void theTwoHalvesAreNotConfused() {
        assertThatThrownBy(() -> KeySamples.secret("p256.pub.pem"))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("this is a public key, a secret one is needed");
        assertThatThrownBy(() -> KeySamples.secret("ssh-p256.pub")).hasMessageContaining("a secret one is needed");
        assertThatThrownBy(() -> KeySamples.secret("sslib-ed25519.pub.json"))
                .hasMessageContaining("a secret one is needed");
        assertThatThrownBy(() -> KeySamples.publicKey("p256.sec1.pem"))
                .hasMessageContaining("this is a secret key, a public one is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pk8.pem", "p256.sec1.pem", "rsa2048.pk1.pem", "ssh-rsa-locked", "p384.scrypt.pem"})
    void aFileCutAnywhereIsAKeyExceptionOfOneLine(String name) {
        byte[] whole = KeySamples.bytes(name);
        int step = Math.max(1, whole.length / 40);
        for (int length = 0; length < whole.length - 40; length += step) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> KeyFiles.readSecret(cut, "k", key -> KeySamples.passphrase("open sesame")))
                    .as("first " + length + " bytes")
                    .isInstanceOf(KeyException.class)
                    .message()
                    .startsWith("key k: ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pk8.pem", "p256.pk8.pem", "ssh-p256", "ssh-ed25519", "sslib-ed25519.json"})
    void aChangedByteNeverGivesAnotherErrorThanAKeyExceptionNorAKeyThatDoesNotFit(String name) throws Exception {
        byte[] whole = KeySamples.bytes(name);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] = (byte) (changed[i] == 'A' ? 'B' : 'A');
            try {
                LocalSigner signer = KeyFiles.readSecret(changed, "k", KeySamples.nobodyAsks());
                signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE));
            } catch (KeyException e) {
                assertThat(e).message().startsWith("key k: ").hasLineCount(1);
            }
        }
    }

    @Test
    void ofTheOldKeyFormatAllIdsAreKnown() {
        PublicKeyFile file = KeyFiles.readPublic(Bytes.adopt(KeySamples.bytes("sslib-ed25519.pub.json")), "k");

        assertThat(file.ids()).hasSize(2).startsWith(file.key().computedId());
        assertThat(file.ids().stream().skip(1).findFirst())
                .hasValueSatisfying(old -> assertThat(old.value())
                        .isEqualTo(TestHash.sha256Hex(
                                "{\"keyid_hash_algorithms\":[\"sha256\",\"sha512\"],\"keytype\":\"ed25519\","
                                        + "\"keyval\":{\"public\":\""
                                        + file.key().publicValue() + "\"},\"scheme\":\"ed25519\"}")));
    }

    @Test
    void anIdThatTheFileGivesIsKept() {
        String json = KeySamples.text("sslib-ed25519.pub.json").replaceFirst("\\{", "{\"keyid\":\"ann\",");

        PublicKeyFile file = KeyFiles.readPublic(Bytes.utf8(json), "k");

        assertThat(file.ids()).contains(new KeyId("ann"));
    }

    @Test
    void aKeyOfUnknownSchemeIsRefusedByName() {
        String json =
                KeySamples.text("sslib-ed25519.pub.json").replace("\"scheme\": \"ed25519\"", "\"scheme\": \"new\"");

        assertThatThrownBy(() -> KeyFiles.readPublic(Bytes.utf8(json), "k"))
                .isInstanceOf(KeyException.class)
                .hasMessage("key k: a key of type 'ed25519' with scheme 'new' (unknown key type or scheme)"
                        + " is not supported");
    }

    @Test
    void aFileThatIsTooLongIsNotLookedAt() {
        byte[] tooLong = "x".repeat(KeyFiles.MAX_FILE + 1).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> KeyFiles.readSecret(tooLong, "k", KeySamples.nobodyAsks()))
                .hasMessage("key k: 65537 bytes, key files have at most 65536");
    }
}
