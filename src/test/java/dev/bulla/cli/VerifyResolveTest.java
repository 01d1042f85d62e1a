package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.JsonAnswers;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Content;
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
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify --resolve}, {@code --trace}, and the words that are answered by flags (trust.md section 3, cli.md 2.1). */
class VerifyResolveTest {
    @TempDir
    Path folder;

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final String acme = registry.host() + "/acme";
    private final String shop = acme + "/shop:1";
    private TestWorld world;
    private Manifest signed;

    @BeforeEach
    void oneSignedArtifactAndItsRootPinned() throws IOException {
        world = TestWorld.in(folder).at(SimulatedPublisher.NOW);
        SimulatedNamespace namespace = new SimulatedNamespace(acme);
        signed = push("hello");
        namespace.sign("targets", shop, signed);
        try (Store store = places().writing(Namespace.parse(acme).trustRepository())) {
            namespace.publish(store);
        }
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

    /** Puts an artifact under the tag. */
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

    private static Json.Obj checked(String document) {
        JsonAnswers.check(document);
        return JsonReader.with(JsonLimits.manifest()).readObject(Bytes.utf8(document));
    }

    @Test
    void theBareReferenceToDeployIsTheAnswer() {
        Run run = world.run("verify", "--resolve", shop);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(acme + "/shop@" + signed.digest() + "\n");
        assertThat(run.err()).doesNotContain("drift");
    }

    @Attack("T8")
    @Test
    void aMovedTagIsDriftForWhoResolvesAndARefusalForWhoVerifies() {
        Manifest other = push("something else");

        Run resolved = world.run("verify", "--resolve", shop);
        assertThat(resolved.status()).as(resolved.err()).isZero();
        assertThat(resolved.out()).isEqualTo(acme + "/shop@" + signed.digest() + "\n");
        assertThat(resolved.err()).contains("names " + other.digest()).contains("drift");

        Run verified = world.run("verify", shop);
        assertThat(verified.status()).isEqualTo(1);
        assertThat(verified.err().lines().findFirst().orElseThrow())
                .contains("is signed as " + signed.digest() + ", here it is " + other.digest());
        assertThat(verified.err()).contains("hint: `bulla verify --resolve`");
    }

    @Test
    void driftStandsInTheDocument() {
        Manifest other = push("something else");

        Run run = world.run("verify", "--resolve", shop, "--format", "json");

        Json.Obj document = checked(run.out());
        assertThat(document.get("drift")).contains(Json.text(other.digest().toString()));
        assertThat(document.get("deploy")).contains(Json.text(acme + "/shop@" + signed.digest()));
    }

    @Test
    void aDigestMeansItselfAlsoForWhoResolves() {
        String known = acme + "/shop@" + signed.digest();
        assertThat(world.run("verify", "--resolve", known).out()).isEqualTo(known + "\n");

        Run absent = world.run("verify", "--resolve", acme + "/shop@sha256:" + "0".repeat(64));
        assertThat(absent.status()).isEqualTo(5);
        assertThat(absent.err()).startsWith("bulla: not found: ");
    }

    @Test
    void keysInHandListNoDigest() {
        assertThat(world.run("verify", "--resolve", shop, "--key", "ann").status())
                .isEqualTo(2);
    }

    @Test
    void theTraceTellsEveryRequestAndTheRounds() throws IOException {
        Run run = world.run("verify", shop, "--trace", "trace.json");

        assertThat(run.status()).as(run.err()).isZero();
        Json.Obj trace = checked(Files.readString(folder.resolve("trace.json")));
        assertThat(trace.get("rounds")).contains(Json.whole(1));
        assertThat(((Json.Arr) trace.get("requests").orElseThrow()).items()).hasSize(2);
    }

    @Test
    void theTraceIsWrittenForARefusalTooAndHoldsNoCredentials() throws IOException {
        registry.access().token().user("tester", "secret");
        world.input("secret\n");

        Run run = world.run(
                "verify", shop + "x", "--username", "tester", "--password-stdin", "--trace", folder + "/trace.json");

        assertThat(run.status()).isNotZero();
        String trace = Files.readString(folder.resolve("trace.json"));
        checked(trace);
        assertThat(trace).contains("/v2/acme/shop/manifests/1x").doesNotContain("secret", "Bearer", "scope=");
    }

    @ParameterizedTest
    @CsvSource({
        "resolve, verify --resolve",
        "level, verify --advise",
        "explain, policy explain",
        "witness, refresh --witness"
    })
    void wordsThatOtherCommandsAnswerNameThem(String word, String command) {
        Run run = world.run(word, shop);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no command '" + word + "'").contains("`bulla " + command);
    }
}
