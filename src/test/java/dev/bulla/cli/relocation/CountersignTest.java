package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.KeyFiles;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Store;
import dev.bulla.testkit.tuf.SimulatedNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's word beside the publisher's, and policies that demand both (trust.md section 13). */
class CountersignTest {
    private static final LocalSigner OPERATOR = TestKeys.seeded("operator");

    @TempDir
    Path folder;

    private BundleScene scene;

    @BeforeEach
    void aSignedBundleAndAnOperatorsKey() throws IOException {
        scene = new BundleScene(folder);
        scene.attach();
        Files.createDirectories(scene.file(".config/bulla/keys"));
        scene.write(".config/bulla/keys/operator.key", TestKeys.plainFile(OPERATOR));
        scene.write(".config/bulla/keys/operator.pub", KeyFiles.write(OPERATOR.publicKey()));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** The mirror's names are acme's; both the publisher's roles and what {@code more} says are demanded. */
    private void policy(String repositories, String more) {
        scene.write(
                "policy.json",
                Bytes.utf8(("{\"version\": 1, \"repositories\": {\"acme\": {\"root\": {\"file\": \"root.json\"},"
                                + " \"origin\": \"ACME\", \"sources\": [\"attached\"]}" + repositories
                                + "}, \"rules\": [{\"match\": \"MIRROR/*:*\", \"rewrite\": \"ACME/$1:$2\", " + more
                                + "}]}")
                        .replace("ACME", scene.acme)
                        .replace("MIRROR", scene.mirror)));
    }

    private String required() {
        String key = PlainWriter.write(OPERATOR.publicKey().toJson()).asUtf8().orElseThrow();
        return "\"repositories\": [\"acme\"], \"requireSignatures\": [{\"keys\": [" + key + "], \"threshold\": 1}]";
    }

    @Test
    void aPolicyThatDemandsTheOperatorsSignatureIsMetByACountersignedCopyOnly() {
        policy("", required());
        scene.run(0, "copy", scene.shop, scene.mirror + "/plain/shop:1.4.0");
        scene.run(0, "copy", scene.shop, scene.copied);
        scene.run(1, "verify", scene.copied, "--policy", "policy.json");

        Run copied = scene.run(0, "copy", scene.shop, scene.copied, "--countersign", "--sign-key", "operator");

        assertThat(copied.out())
                .startsWith("will sign  " + scene.digest())
                .contains("  signed   beside the publisher's, by " + OPERATOR.keyId());
        scene.run(0, "verify", scene.copied, "--policy", "policy.json");
        scene.run(0, "verify", scene.copied, "--key", "operator");
    }

    @Test
    void theOperatorsSignatureAloneIsNotThePublishers() {
        policy("", required());
        scene.push(scene.copied, "own");
        scene.run(0, "sign", scene.copied, "--key", "operator");

        assertThat(scene.run(1, "verify", scene.copied, "--policy", "policy.json")
                        .err())
                .startsWith("bulla: rejected: ");
    }

    @Test
    void twoNamespacesThatMustAgreeAreThePublishersAndTheOperatorsOwn() {
        String own = scene.away.host() + "/own";
        SimulatedNamespace operator = new SimulatedNamespace(own);
        scene.write("own.json", operator.root());
        scene.run(0, "copy", scene.shop, scene.copied);
        policy(
                ", \"own\": {\"root\": {\"file\": \"own.json\"}, \"origin\": \"" + own + "\"}",
                "\"repositories\": [\"acme\", \"own\"], \"threshold\": 2");
        publish(own, operator);
        scene.run(1, "verify", scene.copied, "--policy", "policy.json");

        operator.signBundle("targets", scene.shop, scene.bundle("shop"), scene.index);
        publish(own, operator);

        scene.run(0, "verify", scene.copied, "--policy", "policy.json");
    }

    private static void publish(String namespace, SimulatedNamespace roles) {
        try (Store store =
                BundleScene.places().writing(Namespace.parse(namespace).trustRepository())) {
            roles.publish(store);
        }
    }

    @Test
    void nothingIsSignedThatNobodyVerifiedOrThatIsOnlyPlanned() {
        assertThat(scene.run(2, "copy", scene.shop, scene.copied, "--countersign")
                        .err())
                .contains("--sign-key");
        assertThat(scene.run(
                                0,
                                "copy",
                                scene.shop,
                                scene.copied,
                                "--countersign",
                                "--sign-key",
                                "operator",
                                "--dry-run")
                        .out())
                .contains("  signed   would be, beside the publisher's");
        scene.run(0, "trust", "remove", scene.acme);
        assertThat(scene.run(2, "copy", scene.shop, scene.copied, "--countersign", "--sign-key", "operator")
                        .err())
                .contains("signs what was verified");
        scene.run(5, "verify", scene.copied, "--key", "operator");
    }

    @Test
    void theDocumentNamesTheKeys() {
        assertThat(scene.run(
                                0,
                                "copy",
                                scene.shop,
                                scene.copied,
                                "--countersign",
                                "--sign-key",
                                "operator",
                                "--format",
                                "json")
                        .out())
                .contains("\"countersignedBy\": [\n    \"" + OPERATOR.keyId() + "\"");
    }
}
