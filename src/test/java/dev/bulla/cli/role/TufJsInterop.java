package dev.bulla.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.bulla.publish.Profile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An independent TUF client accepts what {@code export --tuf-tree} writes: tuf-js from the npm registry. Runs in the profile
 * {@code interop} alone; without Node it says so.
 */
class TufJsInterop {
    private static final String VERSION = "6.0.2";

    private static final String NS = Machines.NAMESPACE;
    private static final String RELEASE = "oci:work:1.0.0";
    private static final Path MODULES =
            Path.of("target", "interop", "node_modules").toAbsolutePath();
    private static final Path CLIENT =
            Path.of("src", "test", "interop", "tuf-js-client.cjs").toAbsolutePath();

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void tufJsIsThere() throws IOException, InterruptedException {
        if (!runs("node", "--version") || !runs("npm", "--version")) {
            String missing = "Node.js and npm are not installed: would install tuf-js " + VERSION
                    + " and let it read an exported tree; .ci/interop installs them where apt-get may";
            System.out.println(missing);
            abort(missing);
        }
        if (!Files.isDirectory(MODULES.resolve("tuf-js"))) {
            Path home = MODULES.resolveSibling(".");
            Files.createDirectories(home);
            Outcome installed = run(
                    home,
                    "npm",
                    "install",
                    "--prefix",
                    home.toString(),
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "tuf-js@" + VERSION);
            assertThat(installed.status()).as(installed.text()).isZero();
        }
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), folder, SimpleFileServer.OutputLevel.NONE);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void anExportedTreeIsReadThroughARotationADelegationAndDownToTheTarget() throws IOException, InterruptedException {
        exported();

        Outcome outcome = client(RELEASE, "docs/notes.txt");

        System.out.print("tuf-js " + VERSION + ": " + outcome.text());
        assertThat(outcome.status()).as(outcome.text()).isZero();
        assertThat(folder.resolve("js/targets/oci%3Awork%3A1.0.0")).hasContent("content of 1.0.0");
        assertThat(folder.resolve("js/targets/docs%2Fnotes.txt")).hasContent("notes");
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            assertThat(folder.resolve("js/metadata/" + role + ".json")).hasSameBinaryContentAs(current(role));
        }
    }

    @Test
    void oneByteMoreInARoleFileIsRefused() throws IOException, InterruptedException {
        exported();
        Path targets = current("targets");
        Files.writeString(targets, Files.readString(targets) + " ");

        assertThat(client(RELEASE).status()).isEqualTo(1);
    }

    private Path current(String role) throws IOException {
        try (var files = Files.list(folder.resolve("tree"))) {
            return files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.equals(role + ".json") || name.endsWith("." + role + ".json");
                    })
                    .max((one, other) -> one.getFileName().compareTo(other.getFileName()))
                    .orElseThrow();
        }
    }

    /** A namespace with a rotated root, a delegation, and a target in either role. */
    private void exported() throws IOException {
        Machines machines = new Machines(folder);
        machines.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        machines.founded(Profile.MVP_INTOTO);
        machines.run("online", "export", NS, "--tuf-tree", "first");
        for (String[] target : new String[][] {
            {RELEASE, "content of 1.0.0", "targets/releases"}, {"docs/notes.txt", "notes", "targets"}
        }) {
            Files.writeString(folder.resolve("content.txt"), target[1]);
            machines.run(
                    "ci",
                    "push",
                    "content.txt",
                    "oci:work:" + target[1].length(),
                    "--artifact-type",
                    "application/vnd.example.text");
            machines.withKeys(
                    "ci",
                    target[2].equals("targets") ? List.of("ann", "ben", "online") : List.of("ci", "online"),
                    "role",
                    "stage",
                    NS,
                    target[2],
                    "--add-targets",
                    machines.targets(target[0], target[1]));
        }
        machines.stageReplacing("root", "cleo", "dora", "root.staged");
        machines.signed("root.staged", "ann", "ben");
        machines.run("online", machines.publish("root.staged"));
        machines.run("online", "export", NS, "--tuf-tree", "tree", "--with-targets");
    }

    private Outcome client(String... targets) throws IOException, InterruptedException {
        Path work = Files.createDirectories(folder.resolve("js"));
        Files.createDirectories(work.resolve("metadata"));
        Files.createDirectories(work.resolve("targets"));
        Files.copy(folder.resolve("first/1.root.json"), work.resolve("metadata/root.json"));
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/tree";
        List<String> words = new ArrayList<>(
                List.of("node", CLIENT.toString(), MODULES.toString(), work.toString(), url, url + "/targets"));
        words.addAll(List.of(targets));
        return run(folder, words.toArray(String[]::new));
    }

    private record Outcome(int status, String text) {}

    private static boolean runs(String... words) throws InterruptedException {
        try {
            return run(Path.of("."), words).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Outcome run(Path directory, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }
}
