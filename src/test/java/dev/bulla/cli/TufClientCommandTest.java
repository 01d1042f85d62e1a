package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.RoleDocuments;
import dev.bulla.testkit.tuf.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain TUF client, over HTTP and over files. */
class TufClientCommandTest {
    @TempDir
    private Path folder;

    private final SimulatedPublisher publisher = new SimulatedPublisher();
    private final WebServer web = WebServer.of(publisher);

    @BeforeEach
    void writeRoot() throws IOException {
        Files.write(folder.resolve("first.json"), publisher.roots().get(0).toByteArray());
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private Run bulla(String... words) {
        return TestWorld.in(folder).at(SimulatedPublisher.NOW).run(words);
    }

    private Run init() {
        return bulla("tuf-client", "--metadata-dir", "m", "init", "first.json");
    }

    private Run refresh() {
        web.forget();
        return bulla("tuf-client", "--metadata-dir", "m", "--metadata-url", web.metadataUrl(), "refresh");
    }

    private Run download(String... names) {
        web.forget();
        List<String> words = new ArrayList<>(
                List.of("tuf-client", "--metadata-dir", "m", "--metadata-url", web.metadataUrl(), "--target-dir", "t"));
        words.addAll(List.of("--target-base-url", web.targetsUrl()));
        for (String name : names) {
            words.addAll(List.of("--target-name", name));
        }
        words.add("download");
        return bulla(words.toArray(String[]::new));
    }

    private Map<String, Bytes> files(String directory) throws IOException {
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder.resolve(directory))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.resolve(directory).relativize(file).toString(), Bytes.adopt(Files.readAllBytes(file)));
            }
        }
        return files;
    }

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

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/absolute", "x//y", "./x", "http://elsewhere/x", "a/..", "x\u0000y"})
    void aTargetPathThatPointsElsewhereIsNotFetched(String path) throws IOException {
        publisher.target("targets", path, "content").publish("targets");
        init();

        assertThat(download(path).status()).isEqualTo(1);
        assertThat(web.requests()).noneMatch(request -> request.startsWith("/"));
        assertThat(files(".").keySet()).noneMatch(name -> name.startsWith("t/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "#", "/delegated", "../delegated", "%2f", "a b", "\u00e9", "CON", "..", ".", "a:b"})
    void aRoleNameBecomesOneEncodedSegmentOfAnAddressAndOneFile(String role) throws IOException {
        publisher
                .delegate("targets", role, entry -> entry)
                .target(role, "file", "content")
                .publish("targets");
        init();

        Run run = download("file");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(web.requests().get(4)).matches("1\\.[A-Za-z0-9._~%-]+\\.json");
        assertThat(files("m").keySet()).hasSize(7).allMatch(name -> !name.contains("..") || name.contains("%"));
        assertThat(files(".").keySet()).noneMatch(name -> name.startsWith("delegated"));
        download("file");
        assertThat(web.requests()).containsExactly("2.root.json", "timestamp.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500})
    void onANextRootOnly404MeansThatThereIsNone(int status) throws IOException {
        init();
        web.status("/metadata/2.root.json", status);

        assertThat(refresh().status()).isEqualTo(1);
        assertThat(files("m").keySet()).containsExactlyInAnyOrder(".lock", "root.json", "root_history/1.root.json");
    }

    @Test
    void a403CanBeDeclaredToMean404() {
        init();
        web.status("/metadata/2.root.json", 403);

        assertThat(bulla(
                                "tuf-client",
                                "--metadata-dir",
                                "m",
                                "--metadata-url",
                                web.metadataUrl(),
                                "--forbidden-is-missing",
                                "refresh")
                        .status())
                .isZero();
    }

    @Test
    void aPageWhereARootShouldBeIsAFailure() {
        init();
        web.status("/metadata/2.root.json", 200);

        assertThat(refresh().status()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "refresh",
                "--metadata-dir m refresh",
                "--metadata-dir",
                "--metadata-dir m init",
                "--metadata-dir m init nowhere.json",
                "--metadata-dir m --bogus x refresh",
                "--metadata-dir m --metadata-url http://127.0.0.1:1/ refresh more",
                "--metadata-dir m --metadata-url mailto:x refresh",
                "--metadata-dir m sing",
            })
    void everyFailureIsExitOneWithALineOnStandardErrorAlone(String words) {
        List<String> all = new ArrayList<>(List.of("tuf-client"));
        if (!words.isEmpty()) {
            all.addAll(List.of(words.split(" ", -1)));
        }

        Run run = bulla(all.toArray(String[]::new));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("bulla: ");
    }

    @Test
    void aDirectoryOfFilesIsARepositoryToo() throws IOException {
        publisher.delegate("targets", "targets/releases", entry -> entry.with("paths", RoleDocuments.texts("dir/*")));
        publisher.target("targets/releases", "dir/file.txt", "content").publish("targets");
        RoleDocuments.dump(publisher, folder.resolve("repository"));
        init();

        Run run = bulla(
                "tuf-client",
                "--metadata-dir",
                "m",
                "--metadata-url",
                folder.resolve("repository/metadata").toUri().toString(),
                "--target-base-url",
                folder.resolve("repository/targets").toString(),
                "--target-dir",
                "t",
                "--target-name",
                "dir/file.txt",
                "download");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(files("t")).containsEntry("dir%2Ffile.txt", Bytes.utf8("content"));
    }
}
