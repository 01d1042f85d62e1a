package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plain TUF client: init, refresh, download. */
class TufClientCommandTest extends TufClientFixture {
    @Test
    void initStoresTheRootByteForByteAndAsksNobody() throws IOException {
        Run run = init();

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(web.requests()).isEmpty();
        assertThat(files("m")).containsEntry("root.json", publisher.roots().get(0));
        assertThat(files("m").keySet()).containsExactlyInAnyOrder(".lock", "root.json", "root_history/1.root.json");
    }

    @Test
    void initRefusesARootThatIsNotSignedByItselfAndWritesNothing() throws IOException {
        Bytes forged = RoleDocuments.sign(publisher.document("root"), List.of(TestKeys.seeded("thief")));
        Files.write(folder.resolve("first.json"), forged.toByteArray());

        assertThat(init().status()).isEqualTo(1);
        assertThat(folder.resolve("m/root.json")).doesNotExist();
    }

    @Test
    void initDoesNotReplaceAnotherTrustedRoot() throws IOException {
        init();
        SimulatedPublisher other = new SimulatedPublisher();
        other.rekey("root", 1, TestKeys.seeded("other")).edit("root", root -> root);
        Files.write(folder.resolve("first.json"), other.signed("root").toByteArray());

        assertThat(init().status()).isEqualTo(1);
        assertThat(files("m")).containsEntry("root.json", publisher.roots().get(0));
    }

    @Test
    void initAgainWithTheSameRootIsNoErrorEvenWhenANewerOneIsTrusted() throws IOException {
        init();
        publisher.publishRoot();
        refresh();

        assertThat(init().status()).isZero();
        assertThat(files("m")).containsEntry("root.json", publisher.roots().get(1));
    }

    @Test
    void refreshStoresUnversionedFilesByteForByte() throws IOException {
        init();
        Run run = refresh();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(web.requests())
                .containsExactly("2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json");
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            assertThat(files("m")).containsEntry(role + ".json", publisher.signed(role));
        }
    }

    @Test
    void flagsMayStandBehindTheVerb() {
        init();

        assertThat(bulla("tuf-client", "refresh", "--metadata-url=" + web.metadataUrl(), "--metadata-dir", "m")
                        .status())
                .isZero();
    }

    @Test
    void downloadRefreshesFirstAndAFileThatIsCurrentIsNotFetchedAgain() throws IOException {
        publisher.target("targets", "dir/file.txt", "content").publish("targets");
        init();

        assertThat(download("dir/file.txt").status()).isZero();
        assertThat(files("t")).containsOnlyKeys("dir%2Ffile.txt").containsValue(Bytes.utf8("content"));
        assertThat(web.requests()).hasSize(5);

        assertThat(download("dir/file.txt").status()).isZero();
        assertThat(web.requests()).containsExactly("2.root.json", "timestamp.json");

        publisher.target("targets", "dir/file.txt", "content, changed").publish("targets");
        assertThat(download("dir/file.txt").status()).isZero();
        assertThat(files("t")).containsOnlyKeys("dir%2Ffile.txt").containsValue(Bytes.utf8("content, changed"));
    }

    @Test
    void withoutConsistentSnapshotsTargetsHaveTheirPlainNames() {
        publisher.set("root", "consistent_snapshot", new Json.Bool(false)).publishRoot();
        publisher.target("targets", "dir/file.txt", "content").publish("targets");
        init();

        assertThat(download("dir/file.txt").status()).isZero();
        assertThat(web.requests())
                .containsExactly(
                        "2.root.json",
                        "3.root.json",
                        "timestamp.json",
                        "snapshot.json",
                        "targets.json",
                        "/targets/dir/file.txt");
    }

    @Test
    void severalTargetsAreFetchedInOrderUntilOneFails() throws IOException {
        publisher.target("targets", "one", "1").target("targets", "two", "2").publish("targets");
        init();

        assertThat(download("one", "missing", "two").status()).isEqualTo(1);
        assertThat(files("t")).containsOnlyKeys("one");
    }

    @Attack({"P6", "S2"})
    @Test
    void aTargetThatIsNotWhatWasListedLeavesNeitherANewNorAChangedFile() throws IOException {
        publisher.target("targets", "file", "content").publish("targets");
        init();
        download("file");
        publisher.target("targets", "file", "newer").publish("targets");
        String address = publisher.contents().keySet().stream()
                .filter(name -> name.endsWith(".file"))
                .reduce((first, second) -> second)
                .orElseThrow();

        for (String wrong : List.of("wrong", "newer and too long", "new")) {
            publisher.replaceTarget(address, wrong);
            assertThat(download("file").status()).isEqualTo(1);
            assertThat(files("t")).containsOnlyKeys("file").containsValue(Bytes.utf8("content"));
        }
    }

    @Test
    void anEmptyTargetIsATarget() throws IOException {
        publisher.target("targets", "empty", "").publish("targets");
        init();

        assertThat(download("empty").status()).isZero();
        assertThat(files("t")).containsEntry("empty", Bytes.empty());
    }
}
