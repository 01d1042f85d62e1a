package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import dev.bulla.testkit.tuf.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run loads (cli.md section 12): start-up is bought with classes, so a new package on a short path is a decision,
 * not an accident. No times are measured here.
 */
class StartUpTest {
    private static final Pattern LOADED = Pattern.compile("\\[class,load *\\] ([\\w.$]+)\\.[\\w$/]+ source:");

    private static final List<String> FRAME = List.of(
            "dev.bulla.cli",
            "dev.bulla.cli.command",
            "dev.bulla.cli.frame",
            "dev.bulla.cli.help",
            "dev.bulla.cli.term",
            "dev.bulla.json",
            "dev.bulla.oci",
            "dev.bulla.outcome");

    private static final String JSON = "com.fasterxml.jackson.core";
    private static final String HTTP = "google-http-client";
    private static final String FLAGS = "picocli";

    /** Opens key files; nothing else is asked of it. */
    private static final String KEYS = "org.bouncycastle";

    /** The platform's HTTP client, for uploads and proxies (ADR 0024). */
    private static final String OF_PLATFORM = "sun.net.www.protocol.http";

    /** What google-http-client brings along, and what it stands on. */
    private static final List<String> OF_HTTP = List.of("com.google.", "io.opencensus.", "io.grpc", OF_PLATFORM);

    /** Parts of the platform that cost more than they give on a short path. */
    private static final List<String> HEAVY =
            List.of("java.net.http", "java.util.logging", "java.util.regex", "java.util.stream", "java.text");

    @TempDir
    private Path folder;

    /** The smallest program. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String... arguments) {}
    }

    @Test
    void versionLoadsNothingThatABareMachineDoesNotButTheFrame() throws IOException, InterruptedException {
        assertThat(added(0, "version")).isSubsetOf(FRAME);
    }

    @Test
    void helpAndTheTopScreenLoadNoLibrary() throws IOException, InterruptedException {
        assertThat(added(0)).isSubsetOf(FRAME);
        assertThat(added(0, "help", "version")).isSubsetOf(FRAME);
        assertThat(added(0, "version", "--help")).isSubsetOf(FRAME);
    }

    @Test
    void simpleUsageErrorsLoadNoLibrary() throws IOException, InterruptedException {
        assertThat(added(2, "completion")).isSubsetOf(FRAME);
        assertThat(added(2, "vresion")).isSubsetOf(FRAME);
    }

    @Test
    void lookingAtALayoutLoadsTheJsonReaderOnly() throws IOException, InterruptedException {
        String artifact = published("oci:" + folder.resolve("layout"));

        assertThat(libraries(0, "tree", artifact)).containsExactly(JSON);
    }

    @Test
    void verifyingInALayoutLoadsTheJsonReaderAndTheParserOfFlags() throws IOException, InterruptedException {
        String artifact = published("oci:" + folder.resolve("layout"));

        assertThat(libraries(0, "verify", artifact, "--key", "ann")).containsExactly(JSON, FLAGS);
    }

    @Test
    void verifyingInARegistryLoadsNoHttpClientAndNoCredentialsBeforeTheyAreDemanded()
            throws IOException, InterruptedException {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            String artifact = published(registry.host() + "/acme/text");

            assertThat(libraries(0, "verify", artifact, "--key", "ann")).containsExactlyInAnyOrder(JSON, FLAGS);
        }
    }

    /** The HTTP client sends bodies; PATCH and what comes with it are for uploads in pieces. */
    @Test
    void eachEverydayCommandLoadsItsOwnLibrariesAlone() throws IOException, InterruptedException {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            String artifact = published(registry.host() + "/acme/text");
            String copy = registry.host() + "/other/text:1";
            String file = folder.resolve("file.txt").toString();
            String type = "application/vnd.example.text";

            assertThat(libraries(0, "tree", artifact)).as("tree").isSubsetOf(JSON, FLAGS);
            assertThat(libraries(0, "copy", artifact, copy)).as("copy").isSubsetOf(JSON, HTTP, FLAGS);
            assertThat(libraries(0, "push", file, copy, "--artifact-type", type))
                    .as("push")
                    .isSubsetOf(JSON, HTTP, FLAGS);
            assertThat(libraries(0, "sign", copy, "--key", "ann")).as("sign").isSubsetOf(JSON, HTTP, FLAGS, KEYS);
        }
    }

    /** The machine that a test starts has the true clock, so expiry is judged at the time of the simulated publisher. */
    @Test
    void verifyingByAPinnedRootLoadsNoMore() throws IOException, InterruptedException {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            String artifact = published(registry.host() + "/acme/text");
            SimulatedNamespace namespace = new SimulatedNamespace(registry.host() + "/acme");
            Places places = new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
            Manifest manifest;
            try (Source source = places.reading(Reference.parse(artifact).place())) {
                manifest = source.manifest(Reference.parse(artifact)).orElseThrow();
            }
            namespace.sign("targets", artifact, manifest);
            try (Store store =
                    places.writing(Namespace.parse(registry.host() + "/acme").trustRepository())) {
                namespace.publish(store);
            }
            Path root = folder.resolve("root.json");
            namespace.root().writeTo(Files.newOutputStream(root));
            assertThat(libraries(0, "trust", "add", registry.host() + "/acme", "--root", root.toString()))
                    .containsExactlyInAnyOrder(JSON, FLAGS);

            assertThat(libraries(0, "verify", artifact, "--at", SimulatedPublisher.NOW.toString()))
                    .containsExactlyInAnyOrder(JSON, FLAGS);
        }
    }

    /** Ed25519, ECDSA and RSA signatures are checked by what the platform brings. */
    @Test
    void theTufClientLoadsNothingForHttpJsonOrSignatures() throws IOException, InterruptedException {
        SimulatedPublisher publisher = new SimulatedPublisher().listsHashes(false);
        publisher.rekey("timestamp", 1, TestKeys.seeded(KeyKind.ECDSA_P256, "timestamp"));
        publisher.rekey("snapshot", 1, TestKeys.seeded(KeyKind.RSA_2048, "snapshot"));
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            publisher.expire(role, Instant.parse("2199-01-01T00:00:00Z"));
        }
        publisher.publishRoot().publish("targets");
        Path root = folder.resolve("first.json");
        Files.write(root, publisher.roots().get(0).toByteArray());
        String metadata = folder.resolve("metadata").toString();

        assertThat(libraries(0, "tuf-client", "--metadata-dir", metadata, "init", root.toString()))
                .isEmpty();
        try (WebServer web = WebServer.of(publisher)) {
            assertThat(libraries(
                            0,
                            "tuf-client",
                            "--metadata-dir",
                            metadata,
                            "--metadata-url",
                            web.metadataUrl(),
                            "refresh"))
                    .isEmpty();
        }
    }

    /** Publishes and signs an artifact and returns its reference. */
    private String published(String repository) throws IOException {
        TestWorld world = TestWorld.in(folder)
                .with(Variable.BULLA_CONFIG_DIR, folder.resolve("config").toString());
        world.with(Variable.BULLA_PASSPHRASE, "not secret");
        Files.writeString(folder.resolve("file.txt"), "content");
        String pem = Path.of("src", "test", "resources", "fixtures", "keys", "ann.pem")
                .toAbsolutePath()
                .toString();
        String reference = repository + ":1";
        for (String[] words : List.of(
                new String[] {"key", "import", "ann", pem},
                new String[] {"push", "file.txt", reference, "--artifact-type", "application/vnd.example.text"},
                new String[] {"sign", reference, "--key", "ann"})) {
            Run run = world.run(words);
            assertThat(run.status()).as(run.err()).isZero();
        }
        return reference;
    }

    /** The libraries that a run loads, by the beginning of their packages. */
    private Set<String> libraries(int status, String... words) throws IOException, InterruptedException {
        Set<String> libraries = new TreeSet<>();
        for (String loaded : packages(status, Main.class.getName(), words)) {
            if (!loaded.startsWith("dev.bulla") && !HEAVY.contains(loaded)) {
                libraries.add(library(loaded));
            }
        }
        return libraries;
    }

    private static String library(String loaded) {
        if (OF_HTTP.stream().anyMatch(loaded::startsWith)) {
            return HTTP;
        }
        if (loaded.startsWith(KEYS)) {
            return KEYS;
        }
        return loaded.startsWith(JSON) ? JSON : loaded;
    }

    /** Packages of ours, of libraries and of the heavy parts of the platform that the smallest program does not load. */
    private Set<String> added(int status, String... words) throws IOException, InterruptedException {
        Set<String> packages = packages(status, Main.class.getName(), words);
        assertThat(packages).contains("dev.bulla.cli");
        packages.removeAll(packages(0, Nothing.class.getName()));
        packages.add("dev.bulla.cli");
        return packages;
    }

    private Set<String> packages(int status, String program, String... words) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "classes", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BULLA_CONFIG_DIR", folder.resolve("config").toString());
        builder.environment().put("BULLA_PASSPHRASE", "not secret");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(status);

        Set<String> packages = new TreeSet<>();
        Matcher loaded = LOADED.matcher(Files.readString(log));
        while (loaded.find()) {
            String name = loaded.group(1);
            boolean platform = name.matches("(java|javax|jdk|sun|com\\.sun)(\\..*)?");
            if (!platform || HEAVY.contains(name) || name.equals(OF_PLATFORM)) {
                packages.add(name);
            }
        }
        return packages;
    }
}
