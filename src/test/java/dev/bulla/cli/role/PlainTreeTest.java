package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.publish.Profile;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace as plain files and back: the same bytes, readable by any TUF client (tuf.md 17.4). */
class PlainTreeTest {
    private static final String NS = Machines.NAMESPACE;

    @TempDir
    Path folder;

    @Test
    void exportImportAndExportAgainGiveTheSameBytes() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP_INTOTO);
        machines.run("online", "export", NS, "--tuf-tree", "one");
        Run imported = machines.run("other", "import", "one", "oci:copy");
        machines.run("other", "export", "oci:copy", "--tuf-tree", "two");
        Run again = machines.run("other", "import", "one", "oci:copy");

        assertThat(files("two")).isEqualTo(files("one"));
        assertThat(files("one").keySet())
                .containsExactly(
                        "1.root.json",
                        "1.snapshot.json",
                        "1.targets%2Freleases.json",
                        "1.targets.json",
                        "1.targets/releases.json",
                        "timestamp.json");
        assertThat(imported.out()).contains("imported root v1 to timestamp v1, 5 role files", machines.root());
        assertThat(again.out()).contains("nothing to do");
    }

    @Test
    void anExportIsBroughtUpToDateAndKeepsWhatReadersOfThePreviousStateNeed() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.run("online", "export", NS, "--tuf-tree", "one");
        Map<String, Bytes> before = files("one");
        renew(machines);
        Run run = machines.run("online", "export", NS, "--tuf-tree", "one");

        Map<String, Bytes> after = files("one");
        assertThat(run.out()).contains("exported root v1 to timestamp v2, 4 role files, to one (3 new)");
        before.forEach((name, bytes) -> {
            if (!name.equals("timestamp.json")) {
                assertThat(after).containsEntry(name, bytes);
            }
        });
    }

    @Test
    void aDirectoryOfAnotherRepositoryOrOfANewerStateIsNotOverwritten() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.run("online", "export", NS, "--tuf-tree", "old");
        machines.run("other", "import", "old", "oci:copy");
        renew(machines);
        machines.run("online", "export", NS, "--tuf-tree", "new");
        Map<String, Bytes> newer = files("new");

        assertThat(machines.expect(9, "other", "export", "oci:copy", "--tuf-tree", "new")
                        .err())
                .contains("holds timestamp v2, which is newer than v1");
        assertThat(files("new")).isEqualTo(newer);
        machines.run("other", "import", "new", "oci:copy");
        assertThat(machines.expect(9, "other", "import", "old", "oci:copy").err())
                .contains("nothing was overwritten");
        Files.writeString(folder.resolve("old/1.root.json"), "{}");
        assertThat(machines.expect(9, "online", "export", NS, "--tuf-tree", "old")
                        .err())
                .contains("old holds another 1.root.json; nothing was written");
    }

    @Test
    void whatAClientWouldRefuseIsNotImported() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        machines.run("online", "export", NS, "--tuf-tree", "one");
        machines.at(machines.now().plusSeconds(40L * 24 * 3600));

        assertThat(machines.expect(1, "other", "import", "one", "oci:copy").err())
                .contains("timestamp expired");
        assertThat(folder.resolve("copy")).doesNotExist();
    }

    @Attack("T32")
    @Test
    void targetsAreExportedUnderTheNamesThatClientsAskFor() throws IOException {
        Machines machines = new Machines(folder).founded(Profile.MVP);
        Files.writeString(folder.resolve("app.txt"), "content");
        Run pushed = machines.run(
                "ann",
                "push",
                "app.txt",
                "oci:work:1",
                "--artifact-type",
                "application/vnd.example.text",
                "--media-type",
                "text/plain");
        assertThat(pushed.out()).isNotEmpty();
        for (String path : List.of("dir/app.txt", "../evil", "dir/.hidden", "oci:work:lost")) {
            machines.withKeys(
                    "ann",
                    List.of("ann", "ben", "online"),
                    "role",
                    "stage",
                    NS,
                    "targets",
                    "--add-targets",
                    machines.targets(path, path.endsWith("lost") ? "lost" : "content"));
        }

        Run run = machines.run("online", "export", NS, "--tuf-tree", "tree", "--with-targets");

        assertThat(run.out()).contains("exported 1 target to tree/targets");
        assertThat(run.err())
                .contains(
                        "../evil: its name is no plain relative path",
                        "dir/.hidden: its name is no plain relative path",
                        "oci:work:lost: its content is not in the namespace");
        assertThat(files("tree/targets").keySet()).containsExactly("dir/" + hash("content") + ".app.txt");
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("tree"),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            machines.run("consumer", "tuf-client", "--metadata-dir", "seen", "init", "tree/1.root.json");
            machines.run(
                    "consumer",
                    "tuf-client",
                    "--metadata-dir",
                    "seen",
                    "--metadata-url",
                    url,
                    "--target-name",
                    "dir/app.txt",
                    "--target-base-url",
                    url + "/targets",
                    "--target-dir",
                    "got",
                    "download");
        } finally {
            server.stop(0);
        }
        assertThat(folder.resolve("got/dir%2Fapp.txt")).hasContent("content");
    }

    private static String hash(String content) {
        return dev.bulla.bytes.HashFunction.SHA256.hash(Bytes.utf8(content)).hex();
    }

    /** Targets once more, with all keys at hand. */
    private static void renew(Machines machines) {
        machines.withKeys("ann", List.of("ann", "ben", "online"), "role", "stage", NS, "targets");
    }

    private Map<String, Bytes> files(String directory) throws IOException {
        Path root = folder.resolve(directory);
        Map<String, Bytes> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile).forEach(file -> {
                try {
                    files.put(root.relativize(file).toString(), Bytes.adopt(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }
}
