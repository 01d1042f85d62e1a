package dev.bulla.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.StorageException;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tuf.md section 9. */
class RoleDirectoryTest {
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");

    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void oneUnversionedFileARoleAndEveryRootInTheHistory() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.writeRoot(1, ONE, false);
            directory.writeRoot(2, TWO, false);
            directory.write("targets/releases", ONE);

            assertThat(directory.read("root", 10)).contains(TWO);
            assertThat(directory.readRoot(1, 10)).contains(ONE);
            assertThat(directory.read("targets/releases", 10)).contains(ONE);
            assertThat(directory.read("snapshot", 10)).isEmpty();
        }

        assertThat(names())
                .containsExactly(
                        ".lock",
                        "root.json",
                        "root_history/1.root.json",
                        "root_history/2.root.json",
                        "targets%2Freleases.json");
    }

    @Test
    void aDirectoryOfItsOwnEncodesUpperCaseToo() throws IOException {
        try (RoleDirectory directory = RoleDirectory.openOwn(folder)) {
            directory.write("Ab", ONE);
            directory.write("ab", TWO);

            assertThat(directory.read("Ab", 10)).contains(ONE);
        }
        assertThat(names()).containsExactly("%41b.json", ".lock", "ab.json");
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.writeRoot(1, ONE, false);
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("root.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void s5_3_11_forgettingTakesTimestampAndSnapshotAndNothingElse() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.writeRoot(1, ONE, false);
            List.of("timestamp", "snapshot", "targets").forEach(role -> directory.write(role, ONE));
            directory.writeRoot(2, TWO, true);
        }

        assertThat(names())
                .containsExactly(
                        ".lock", "root.json", "root_history/1.root.json", "root_history/2.root.json", "targets.json");
    }

    @Test
    void s5_3_11_aCrashWhileForgettingIsMadeGoodAtTheNextOpening() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.writeRoot(1, ONE, false);
            directory.write("timestamp", ONE);
            directory.write("snapshot", ONE);
        }
        Files.createFile(folder.resolve(".reset"));

        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            assertThat(directory.read("timestamp", 10)).isEmpty();
            assertThat(directory.read("snapshot", 10)).isEmpty();
            assertThat(directory.read("root", 10)).contains(ONE);
        }
        assertThat(folder.resolve(".reset")).doesNotExist();
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoOther() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.write("targets", ONE);
        }
        assertThatThrownBy(() -> AtomicFile.write(folder, "targets.json", true, out -> {
                    out.write(1);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("disk full");

        assertThat(names()).containsExactly(".lock", "targets.json");
        assertThat(Files.readString(folder.resolve("targets.json"))).isEqualTo("one");
    }

    @Test
    void leftOversOfACrashedWriteAreSteppedOver() throws IOException {
        Files.createFile(folder.resolve(".targets.json.0.tmp"));
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.write("targets", ONE);

            assertThat(directory.read("targets", 10)).contains(ONE);
        }
    }

    @Test
    void whatWasWrittenIsOnTheDiskWhenTheDirectoryIsClosed() throws IOException {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            List.of("timestamp", "snapshot", "targets", "timestamp").forEach(role -> directory.write(role, ONE));
            directory.write("snapshot", TWO);
            directory.keepRevision("example.com/acme/hello:1", "keys", 3);

            assertThat(directory.read("snapshot", 10)).contains(TWO);
            assertThat(directory.revision("example.com/acme/hello:1", "keys")).isEqualTo(3);
        }

        assertThat(names()).containsExactly(".lock", ".revisions", "snapshot.json", "targets.json", "timestamp.json");
        assertThat(Files.readString(folder.resolve("snapshot.json"))).isEqualTo("two");
    }

    @Test
    void aFileThatCannotTakeItsPlaceIsToldAtTheLatestWhenTheDirectoryIsClosed() throws IOException {
        Files.createDirectories(folder.resolve("snapshot.json/full"));
        RoleDirectory directory = RoleDirectory.open(folder);
        List.of("timestamp", "snapshot", "targets").forEach(role -> directory.write(role, ONE));

        assertThatThrownBy(directory::close).isInstanceOf(StorageException.class);

        assertThat(names()).as("no leftovers").containsExactly(".lock", "timestamp.json");
        try (RoleDirectory again = RoleDirectory.open(folder)) {
            assertThat(again.read("timestamp", 10)).as("is free again").contains(ONE);
        }
    }

    @Attack("U6")
    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "secret");
        Path directory = Files.createDirectory(folder.resolve("state"));
        Files.createSymbolicLink(directory.resolve("targets.json"), elsewhere);
        Files.createSymbolicLink(directory.resolve("root_history"), folder);

        try (RoleDirectory roles = RoleDirectory.open(directory)) {
            assertThatThrownBy(() -> roles.read("targets", 10)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> roles.writeRoot(1, ONE, false)).isInstanceOf(StorageException.class);
            roles.write("targets", TWO); // replaces the link, not what it points to
            assertThat(roles.read("targets", 10)).contains(TWO);
        }
        assertThat(Files.readString(elsewhere)).isEqualTo("secret");
    }

    @Test
    void aFileLongerThanTheLimitIsNotReadIntoMemory() {
        try (RoleDirectory directory = RoleDirectory.open(folder)) {
            directory.write("targets", Bytes.utf8("x".repeat(11)));

            assertThatThrownBy(() -> directory.read("targets", 10)).isInstanceOf(StorageException.class);
        }
    }

    @Attack("S22")
    @Test
    void aSecondUserWaitsForTheFirstAndSeesWhatItWrote() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        List<Optional<Bytes>> seen = new ArrayList<>();
        Thread second = new Thread(() -> {
            started.countDown();
            try (RoleDirectory directory = RoleDirectory.open(folder)) {
                seen.add(directory.read("targets", 10));
            }
        });
        try (RoleDirectory first = RoleDirectory.open(folder)) {
            second.start();
            started.await();
            while (second.isAlive() && second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait(); // until it waits, or has gone ahead, which is the fault
            }
            first.write("targets", ONE);
        }
        second.join();

        assertThat(seen).containsExactly(Optional.of(ONE));
    }

    @Test
    void anUnusableDirectoryIsAStorageErrorThatNamesIt() {
        Path file = folder.resolve("file");
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThatThrownBy(() -> RoleDirectory.open(file))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString());
    }
}
