package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer's flow of cli.md section 7: pin once, verify always, at the origin and where things were relocated to. */
class TrustCommandTest {
    @TempDir
    Path folder;

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final String acme = registry.host() + "/acme";
    private final SimulatedNamespace namespace = new SimulatedNamespace(acme);
    private final Digest fingerprint = Digest.of(namespace.root());
    private TestWorld world;
    private Manifest artifact;

    @BeforeEach
    void aSignedArtifact() throws IOException {
        world = TestWorld.in(folder).at(SimulatedPublisher.NOW);
        artifact = push(acme + "/shop:1");
        namespace.sign("targets", acme + "/shop:1", artifact);
        try (Store store = places().writing(Namespace.parse(acme).trustRepository())) {
            namespace.publish(store);
        }
        namespace.root().writeTo(Files.newOutputStream(folder.resolve("root.json")));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static Places places() {
        return new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
    }

    private static Manifest push(String reference) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.text"))
                .layer(new MediaType("text/plain"), Bytes.utf8("hello"), Map.of());
        try (Store store = places().writing(Reference.parse(reference).place())) {
            builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            Manifest manifest = builder.build();
            store.tag(manifest, Reference.parse(reference).tag().orElseThrow());
            return manifest;
        }
    }

    private Run run(int status, String... words) {
        Run run = world.run(words);
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
        return run;
    }

    @Test
    void pinnedOnceVerifiedAlways() {
        Run added = run(0, "trust", "add", acme, "--root", fingerprint.toString());
        Run verified = run(0, "verify", acme + "/shop:1");

        assertThat(added.out())
                .isEqualTo("pinned root v1 of " + acme + " (1 of 1 keys, expires 2026-07-01T12:00:00Z)\n");
        assertThat(verified.out())
                .isEqualTo("trusted  " + acme + "/shop@" + artifact.digest()
                        + "\n  root v1 -> timestamp v2 -> snapshot v2 -> targets v2   4 signatures, nearest expiry"
                        + " 2026-07-01T12:00:00Z\n  level    1a\n"
                        + "  open     how it was made: compromise of CI or of the key of the role that lists it\n");
        assertThat(verified.err()).isEmpty();
    }

    @Attack("P29")
    @Test
    void withoutRootItPrintsWhatIsOfferedAndStopsThereIsNoTrustOnFirstUse() {
        Run run = run(4, "trust", "add", acme);

        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("bulla: no trust root for " + acme)
                .contains("offered, not trusted: root v1  " + fingerprint)
                .doesNotContain("--root " + fingerprint);
        run(4, "verify", acme + "/shop:1");
        assertThat(run(0, "trust", "list").err()).contains("no roots are pinned");
    }

    @Test
    void everyAnswerIsADocumentOfItsSchemaToo() {
        String pinned = run(0, "trust", "add", acme, "--root", "root.json", "--format", "json")
                .out();
        assertThat(pinned).contains("\"schema\": \"bulla.trust/1\"", fingerprint.toString());
        assertThat(run(0, "verify", acme + "/shop:1", "--format", "json").out())
                .contains(
                        "\"level\": \"1a\"",
                        "\"chain\"",
                        "\"role\": \"timestamp\"",
                        "\"signedAs\": \"" + acme + "/shop:1\"");
        run(0, "trust", "list", "--format", "json");
        run(0, "trust", "update", acme, "--format", "json");
        run(0, "trust", "show", acme, "--format", "json");
        run(0, "trust", "suggest", acme + "/shop:1", "--format", "json");
        run(0, "trust", "reset", acme, "--root", "root.json", "--format", "json");
        run(0, "pull", acme + "/shop:1", "-o", "here", "--format", "json");
        run(0, "trust", "remove", acme, "--format", "json");
        run(4, "verify", acme + "/shop:1", "--format", "json");
        assertThat(run(4, "trust", "add", acme, "--format", "json").out()).contains("\"offeredRoot\"");
    }

    @Test
    void theMemoryIsShownWithTheLineForConsumers() {
        run(0, "trust", "add", acme, "--root", fingerprint.toString());
        run(0, "verify", acme + "/shop:1");

        assertThat(run(0, "trust", "show", acme).out())
                .contains("root v1, 1 of 1 keys", "timestamp v2", "snapshot v2", "targets v2")
                .endsWith("bulla trust add " + acme + " --root " + fingerprint + "\n");
        assertThat(run(0, "trust", "list").out()).isEqualTo(acme + "  " + fingerprint + "  root v1\n");
    }

    @Test
    void aRelocatedArtifactIsVerifiedUnderItsOldNameByTheRuleOfTheConsumer() {
        try (Store store = places().writing(Reference.parse(acme + "/shop:1").place())) {
            namespace.attach(store, artifact.descriptor(), acme + "/shop:1");
        }
        String mirror = registry.host() + "/mirror";
        run(0, "trust", "add", acme, "--root", fingerprint.toString());
        run(0, "copy", acme + "/shop:1", mirror + "/shop:1");
        run(4, "verify", mirror + "/shop:1");
        assertThat(run(0, "trust", "suggest", mirror + "/shop:1").out())
                .isEqualTo("unverified  bulla trust add " + mirror + " --same-as " + acme
                        + " --root sha256:FINGERPRINT\n");

        Run added = run(0, "trust", "add", mirror, "--same-as", acme, "--root", "root.json");
        Run verified = run(0, "verify", mirror + "/shop:1");

        assertThat(added.out()).endsWith("; names are read as " + acme + "/*\n");
        assertThat(verified.out())
                .startsWith(
                        "trusted  " + mirror + "/shop@" + artifact.digest() + "   (signed as " + acme + "/shop:1)\n");
        assertThat(verified.err()).contains("note: the roles came with the artifact");
    }

    @Test
    void whatAPinCoversIsVerifiedBeforeItIsCopied() {
        run(0, "trust", "add", acme, "--root", fingerprint.toString());
        push(acme + "/shop:unsigned");

        Run run = run(3, "copy", acme + "/shop:unsigned", "oci:copied");

        assertThat(run.err()).startsWith("bulla: unsigned: ");
        assertThat(folder.resolve("copied")).doesNotExist();
    }

    @Test
    void expiryIsJudgedAtTheTimeGivenAndTheFirstLineSaysTheReason() {
        run(0, "trust", "add", acme, "--root", fingerprint.toString());
        world.at(SimulatedPublisher.NOW.plus(Duration.ofDays(40)));

        Run expired = run(1, "verify", acme + "/shop:1");
        run(0, "verify", acme + "/shop:1", "--at", "2026-06-02T00:00:00Z");

        assertThat(expired.err()).startsWith("bulla: rejected: root expired at 2026-07-01T12:00:00Z\n");
    }

    @Test
    void aMemoryElsewhereLeavesTheOneBesideThePinsAlone() {
        run(0, "trust", "add", acme, "--root", fingerprint.toString());

        run(0, "verify", acme + "/shop:1", "--state", "state");

        assertThat(folder.resolve("state").resolve(fingerprint.hex()).resolve("timestamp.json"))
                .exists();
        assertThat(run(0, "trust", "show", acme).out()).doesNotContain("timestamp v2");
        assertThat(run(2, "verify", acme + "/shop:1", "--key", "x", "--state", "state")
                        .err())
                .contains("--state");
    }
}
