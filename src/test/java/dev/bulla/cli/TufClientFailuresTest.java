package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.tuf.RoleDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain TUF client: hostile names, servers that do not serve, wrong words, and files instead of a server. */
class TufClientFailuresTest extends TufClientFixture {
    @Attack({"T18", "U6"})
    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/absolute", "x//y", "./x", "http://elsewhere/x", "a/..", "x\u0000y"})
    void aTargetPathThatPointsElsewhereIsNotFetched(String path) throws IOException {
        publisher.target("targets", path, "content").publish("targets");
        init();

        assertThat(download(path).status()).isEqualTo(1);
        assertThat(web.requests()).noneMatch(request -> request.startsWith("/"));
        assertThat(files(".").keySet()).noneMatch(name -> name.startsWith("t/"));
    }

    @Attack("U5")
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

    @Attack({"P24", "S11"})
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

    @Attack("S11")
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
