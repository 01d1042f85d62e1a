package dev.bulla.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Passphrase;
import dev.bulla.crypto.PassphraseSource;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Parallel;
import dev.bulla.outcome.KeyException;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files on the disk (cli.md sections 3 and 5; P33). */
class KeyDirectoryTest {
    private static final PassphraseSource RIGHT = name -> passphrase("right");
    private static final PassphraseSource NOBODY = name -> {
        throw new AssertionError("asked for the passphrase of " + name);
    };

    @TempDir
    Path folder;

    private final LocalSigner ann = TestKeys.seeded("ann");
    private Path keys;
    private KeyDirectory directory;

    @BeforeEach
    void nameDirectory() {
        keys = folder.resolve("config/keys");
        directory = new KeyDirectory(keys);
    }

    @Test
    void aKeyIsFoundByNameAndByPath() {
        Path file = directory.add("release-1", ann, passphrase("right"));

        for (String named : List.of("release-1", file.toString())) {
            assertThat(directory.signer(named, RIGHT).publicKey()).isEqualTo(ann.publicKey());
            assertThat(directory.publicKey(named).key()).isEqualTo(ann.publicKey());
        }
        assertThat(directory.names()).containsExactly("release-1");
        assertThat(directory.hasSecret("release-1")).isTrue();
        assertThat(directory.encryptedFile("release-1").asUtf8().orElseThrow())
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    }

    @Attack({"P33", "U26"})
    @Test
    void aSecretKeyIsReadableByItsOwnerAloneAndEncryptedP33() throws IOException {
        Path file = directory.add("release", ann, passphrase("right"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> directory.signer("release", name -> passphrase("wrong")))
                .isInstanceOf(KeyException.class)
                .hasMessage("key release: wrong passphrase");
    }

    @Test
    void nothingButTheTwoFilesIsLeft() throws IOException {
        directory.add("release", ann, passphrase("right"));

        try (Stream<Path> files = Files.list(keys)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "release.key", "release.pub");
        }
    }

    @Test
    void anExistingKeyIsNeverOverwritten() {
        directory.add("release", ann, passphrase("right"));
        Bytes before = directory.encryptedFile("release");

        assertThatThrownBy(() -> directory.add("release", TestKeys.seeded("ben"), passphrase("right")))
                .isInstanceOf(KeyException.class)
                .hasMessage("key release: there is one already; nothing was overwritten");
        assertThatThrownBy(() ->
                        directory.addPublic("release", TestKeys.seeded("ben").publicKey()))
                .isInstanceOf(KeyException.class);
        assertThat(directory.encryptedFile("release")).isEqualTo(before);
    }

    @Test
    void ofManyWhoAddTheSameNameAtOnceOneSucceeds() {
        AtomicInteger refused = new AtomicInteger();
        List<LocalSigner> signers = IntStream.range(0, 8)
                .mapToObj(i -> TestKeys.seeded("racer " + i))
                .toList();

        new Parallel(8).each(signers, signer -> {
            try {
                directory.add("release", signer, passphrase("right"));
            } catch (KeyException e) {
                refused.incrementAndGet();
            }
        });

        assertThat(refused).hasValue(7);
        KeyId winner = directory.signer("release", RIGHT).keyId();
        assertThat(directory.publicKey("release").key().computedId()).isEqualTo(winner);
    }

    @Test
    void thePublicHalfNeedsNoPassphrase() {
        Path file = directory.add("release", ann, passphrase("right"));

        assertThat(directory.publicKey("release").ids()).containsExactly(ann.keyId());
        assertThat(directory.publicKey(file.toString()).key()).isEqualTo(ann.publicKey());
    }

    @Test
    void somebodyElsesKeyHasOnlyAPublicHalf() {
        directory.addPublic("vendor", ann.publicKey());

        assertThat(directory.names()).containsExactly("vendor");
        assertThat(directory.hasSecret("vendor")).isFalse();
        assertThat(directory.publicKey("vendor").key()).isEqualTo(ann.publicKey());
        assertThatThrownBy(() -> directory.signer("vendor", NOBODY))
                .isInstanceOf(KeyException.class)
                .hasMessageStartingWith("key vendor: no such key");
    }

    @Test
    void aMissingKeyIsNamedWithWhatIsThere() {
        assertThatThrownBy(() -> directory.signer("nobody", NOBODY))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.hints()).containsExactly("make one with `bulla key new NAME`"));
        directory.add("ann", ann, passphrase("right"));
        directory.addPublic("ben", ann.publicKey());

        assertThatThrownBy(() -> directory.publicKey("nobody"))
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.hints()).containsExactly("known keys: ann, ben"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "a/b", "a\\b", "-rf", ".hidden", "a b", "a.key", "é", "a\nb"})
    void aNameThatCouldBeAPathIsNoName(String name) {
        assertThatThrownBy(() -> directory.add(name, ann, passphrase("right")))
                .isInstanceOf(KeyException.class)
                .hasMessageStartingWith("a key's name has 1 to 100 letters");
        assertThat(keys).doesNotExist();
    }

    @Test
    void aNameIsNotLookedForOutsideTheDirectory() throws IOException {
        Path outside = folder.resolve("stranger.key");
        Files.write(outside, KeyFiles.write(ann, passphrase("right")).toByteArray());

        assertThatThrownBy(() -> directory.signer("stranger", NOBODY)).hasMessageContaining("no such key");
        assertThat(directory.signer(outside.toString(), RIGHT).keyId()).isEqualTo(ann.keyId());
    }

    @Test
    void tokensAreNotSupportedAndSaySo() {
        assertThatThrownBy(() -> directory.signer("pkcs11:token=release", NOBODY))
                .isInstanceOf(KeyException.class)
                .hasMessage("key pkcs11:token=release: tokens (pkcs11:) are not supported yet");
    }

    @Test
    void aHugeFileIsNotReadToItsEnd() throws IOException {
        Path huge = folder.resolve("huge.key");
        Files.write(huge, new byte[KeyFiles.MAX_FILE * 4]);

        assertThatThrownBy(() -> directory.signer(huge.toString(), NOBODY))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("key files have at most 65536");
    }

    @Test
    void aDirectoryInPlaceOfAKeyIsAKeyException() {
        assertThatThrownBy(() -> directory.signer(folder.toString(), NOBODY)).isInstanceOf(KeyException.class);
    }

    private static Passphrase passphrase(String text) {
        return Passphrase.adopt(text.toCharArray());
    }
}
