package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.Places;
import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Variable;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --policy} where artifacts are judged: verify, pull and copy. */
class PolicyVerifyCommandTest {
    @TempDir
    Path folder;

    private final LoopbackRegistry registry = LoopbackRegistry.start();
    private final String acme = registry.host() + "/acme";
    private final String shop = acme + "/shop:1";
    private final String bare = acme + "/bare:1";
    private final SimulatedNamespace namespace = new SimulatedNamespace(acme);
    private TestWorld world;
    private Manifest artifact;

    @BeforeEach
    void oneSignedArtifactAndOneThatIsNot() throws IOException {
        world = TestWorld.in(folder).at(SimulatedPublisher.NOW);
        artifact = push(shop, "hello");
        push(bare, "bare");
        namespace.sign("targets", shop, artifact);
        try (Store store = places().writing(Namespace.parse(acme).trustRepository())) {
            namespace.publish(store);
        }
        Files.write(folder.resolve("root.json"), namespace.root().toByteArray());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static Places places() {
        return new Places(Connection.standard(Map.of(), InstantSource.fixed(SimulatedPublisher.NOW)));
    }

    private static Manifest push(String reference, String content) {
        ArtifactBuilder builder = new ArtifactBuilder(new MediaType("application/vnd.example.text"))
                .layer(new MediaType("text/plain"), Bytes.utf8(content), Map.of());
        try (Store store = places().writing(Reference.parse(reference).place())) {
            builder.contents().forEach((blob, bytes) -> store.pushBlob(blob, Content.of(bytes)));
            Manifest manifest = builder.build();
            store.tag(manifest, Reference.parse(reference).tag().orElseThrow());
            return manifest;
        }
    }

    private Path policy(String file, String rules) throws IOException {
        String text = "{'version': 1, 'repositories': {'acme': {'root': {'file': '" + folder.resolve("root.json")
                + "'}, 'origin': 'HOST/acme'}}, 'rules': [" + rules + "]}";
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text.replace("HOST", registry.host()).replace('\'', '"'));
    }

    private Run run(int status, String... words) {
        Run run = world.run(words);
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
        return run;
    }

    private static final String ASK = "{'match': 'HOST/acme/*:*', 'repositories': ['acme']}";
    private static final String WARN = ASK.replace("}", ", 'mode': 'warn'}");
    private static final String ALLOW =
            ASK.replace("}", ", 'terminating': false}") + ", {'match': '*', 'action': 'allow-unsigned'}";

    @Test
    void aSignedArtifactIsTrustedAndTheStepsNameTheRule() throws IOException {
        policy("p.json", ASK);

        Run run = run(0, "verify", shop, "--policy", "p.json", "-v");

        assertThat(run.out()).startsWith("trusted  " + acme + "/shop@" + artifact.digest() + "\n");
        assertThat(run.err()).contains("policy.rules[0]  acme vouches; 1 needed");
        assertThat(run(0, "verify", shop, "--policy", "p.json", "--format", "json")
                        .out())
                .contains("\"verdict\": \"trusted\"", "\"level\": \"1a\"");
    }

    @Test
    void thePolicyOfTheMachineTakesThePlaceOfItsPins() throws IOException {
        world = TestWorld.in(folder)
                .at(SimulatedPublisher.NOW)
                .with(Variable.BULLA_CONFIG_DIR, folder.resolve("config").toString());
        run(0, "trust", "add", acme, "--root", "root.json");
        run(0, "verify", shop);

        policy("config/policy.json", "{'match': 'elsewhere.com/*:*', 'repositories': ['acme']}");

        assertThat(run(1, "verify", shop).err())
                .isEqualTo("bulla: rejected: no rule of the policy covers " + shop + "\n");
        run(1, "copy", shop, "oci:copy:1");
        assertThat(folder.resolve("copy")).doesNotExist();
    }

    @Test
    void aRuleThatWarnsSaysWarnAndNeverTrusted() throws IOException {
        policy("p.json", WARN);
        push(shop, "evil");

        Run text = run(0, "verify", shop, "--policy", "p.json");
        Run json = run(0, "verify", shop, "--policy", "p.json", "--format", "json");

        assertThat(text.out())
                .startsWith("WARN  " + acme + "/shop@sha256:")
                .contains("\n  policy   rules[0] lets it through: " + shop + " is signed as sha256:")
                .doesNotContain("trusted");
        assertThat(json.out())
                .contains("\"verdict\": \"warned\"", "\"rule\": \"rules[0]\"", "\"code\": \"HASH_MISMATCH\"");
    }

    @Test
    void aNameThatMayBeUnsignedSaysSoAndDemandsOfALevelStillCount() throws IOException {
        policy("p.json", ALLOW);

        Run text = run(0, "verify", bare, "--policy", "p.json");
        Run json = run(0, "verify", bare, "--policy", "p.json", "--format", "json");

        assertThat(text.out())
                .startsWith("unsigned  " + acme + "/bare@sha256:")
                .contains("\n  policy   rules[1] lets it through: it asks for no proof\n");
        assertThat(json.out()).contains("\"verdict\": \"allowed\"", "\"level\": \"0\"");
        run(3, "verify", bare, "--policy", "p.json", "--min-level", "1a");
    }

    @Test
    void pullWantsProofAndCopyTakesWhatMayBeUnsigned() throws IOException {
        policy("p.json", ALLOW);
        policy("w.json", WARN);

        Run pulled = run(3, "pull", bare, "--policy", "p.json", "-o", "out");
        assertThat(pulled.err())
                .contains("is let through without proof by rules[1] of the policy, and this needs proof");
        assertThat(folder.resolve("out")).doesNotExist();
        run(0, "copy", shop, "oci:copy:1", "--policy", "p.json");
        run(0, "copy", bare, "oci:copy:2", "--policy", "p.json");
        run(3, "copy", bare, "oci:other:1", "--policy", "w.json");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void wrongCallsAreUsageErrorsAndAnUnsoundPolicyJudgesNothing() throws IOException {
        policy("p.json", ASK);
        assertThat(run(2, "verify", shop, "--policy", "p.json", "--as", shop).err())
                .contains("--as has no use");
        assertThat(run(2, "verify", shop, "--policy", "p.json", "--key", "ann").err())
                .contains("--policy has no use");

        policy("p.json", ASK.replace("acme/*:*", "acme/*"));
        assertThat(run(1, "verify", shop, "--policy", "p.json").err())
                .contains("rejected: policy: line 1: rules[0].match has no tag part");
        run(5, "verify", shop, "--policy", "absent.json");
    }
}
