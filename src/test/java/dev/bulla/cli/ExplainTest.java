package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Content;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy explain}: which pin or rule covers a name, every check in order, and what was passed over. */
class ExplainTest {
    @TempDir
    Path folder;

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final String acme = registry.host() + "/acme";
    private final String shop = acme + "/shop:1";
    private final SimulatedNamespace namespace = new SimulatedNamespace(acme);
    private TestWorld world;
    private Manifest signed;

    @BeforeEach
    void oneSignedArtifactAndItsRootPinned() throws IOException {
        world = TestWorld.in(folder).at(SimulatedPublisher.NOW);
        signed = push("hello");
        namespace.sign("targets", shop, signed);
        publish();
        Files.write(folder.resolve("root.json"), namespace.root().toByteArray());
        assertThat(world.run("trust", "add", acme, "--root", "root.json").status())
                .isZero();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static Places places() {
        return new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
    }

    private void publish() {
        try (Store store = places().writing(Namespace.parse(acme).trustRepository())) {
            namespace.publish(store);
        }
    }

    private Manifest push(String content) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.text"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of());
        try (Store store = places().writing(Reference.parse(shop).place())) {
            builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            Manifest manifest = builder.build();
            store.pushManifest(manifest);
            store.tag(manifest, Reference.parse(shop).tag().orElseThrow());
            return manifest;
        }
    }

    @Test
    void anAcceptedArtifactHasItsPinItsChecksInOrderItsLevelAndItsFreshness() {
        Run run = world.run("policy", "explain", shop);

        assertThat(run.status()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("pinned    " + shop);
        assertThat(lines).anyMatch(line -> line.startsWith("  root    sha256:"));
        assertThat(String.join("\n", lines))
                .containsSubsequence(
                        "ok       tuf.5.3",
                        "ok       tuf.5.4",
                        "ok       tuf.5.5",
                        "ok       tuf.5.6",
                        "trust.5.2.origin",
                        "tuf.5.7.2",
                        "tuf.5.7.3",
                        "trusted  " + acme + "/shop@" + signed.digest(),
                        "level  1a",
                        "fresh  FRESH, seen ",
                        "kept   from older roles by ");
    }

    @Test
    void aRefusedOneHasTheRealReasonFirstAndTheFailedCheckLast() {
        Manifest other = push("something else");

        Run run = world.run("policy", "explain", shop);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("bulla: rejected: " + shop + " is signed as " + signed.digest());
        assertThat(run.out()).contains("failed   tuf.5.7.3", "rejected HASH_MISMATCH: ", "offered  " + other.digest());
    }

    @Test
    void whatWasOfferedAndPassedOverIsToldWithTheReason() {
        try (Store store = places().writing(Reference.parse(shop).place())) {
            namespace.publisher().signers("timestamp").clear();
            namespace.attach(store, signed.descriptor(), shop);
            store.delete(signed.digest());
            store.pushManifest(signed);
            store.tag(signed, Reference.parse(shop).tag().orElseThrow());
        }
        namespace.publisher().expire("timestamp", SimulatedPublisher.NOW.minusSeconds(60));
        publish();

        Run run = world.run("policy", "explain", shop);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("bulla: rejected: timestamp");
        assertThat(run.out()).contains("note     candidate  capsule sha256:").contains("is passed over: ");
    }

    @Test
    void thePinTheChecksAndTheVerdictStandInOneDocument() {
        Run run = world.run("policy", "explain", shop, "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("\"coverage\": \"pinned\"", "\"trustRepository\": \"" + acme + "/tuf\"")
                .contains("\"verdict\": \"trusted\"", "\"class\": \"FRESH\"", "\"name\": \"tuf.5.7.2\"");
    }

    @Test
    void aPolicyIsExplainedWithWhatCameOfIt() throws IOException {
        Files.writeString(
                folder.resolve("p.json"),
                ("{'version': 1, 'repositories': {'acme': {'root': {'file': 'root.json'}, 'origin': '" + acme
                                + "'}}, 'rules': [{'match': '" + acme + "/*:*', 'repositories': ['acme']}]}")
                        .replace('\'', '"'));

        Run text = world.run("policy", "explain", shop, "--policy", "p.json");
        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out())
                .startsWith("covered   " + shop)
                .contains("rules[0]", "ok       policy.rules[0]", "trusted");

        Run json = world.run("policy", "explain", shop, "--policy", "p.json", "--format", "json");
        assertThat(json.status()).as(json.err()).isZero();
        assertThat(json.out()).contains("\"coverage\": \"covered\"", "\"verdict\": \"trusted\"");
    }

    @Test
    void withoutPinThereIsNoTrustRootAndWithoutArtifactItIsNotFound() {
        Run unpinned = world.run("policy", "explain", registry.host() + "/other/shop:1");
        assertThat(unpinned.status()).isEqualTo(4);
        assertThat(unpinned.out()).startsWith("not pinned");

        Run absent = world.run("policy", "explain", acme + "/shop:2", "--format", "json");
        assertThat(absent.status()).isEqualTo(5);
        assertThat(absent.out()).contains("\"coverage\": \"pinned\"", "\"code\": \"NOT_FOUND\"");
    }
}
