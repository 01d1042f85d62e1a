package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.TestKeys;
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

/** A thick bundle with its trust in a small file beside it, and that file alone (oci-graph section 3.5). */
class CapsuleFileTest {
    @TempDir
    Path folder;

    private BundleScene scene;

    @BeforeEach
    void aSignedBundle() {
        scene = new BundleScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void pinMirror() {
        scene.run(0, "trust", "add", scene.mirror, "--same-as", scene.acme, "--root", "root.json");
    }

    @Test
    void aThickBundleAndItsCapsuleVerifyAndAreImportedWithTheOriginGone() throws IOException {
        Run exported = scene.run(0, "export", scene.shop, "shop.tgz");
        assertThat(exported.out())
                .isEqualTo("exported " + scene.shop + " to shop.tgz and shop.capsule: 1 attachment\n");
        assertThat(Files.size(scene.file("shop.capsule"))).isLessThan(64 * 1024);
        scene.home.close();

        scene.run(3, "verify", "shop.tgz", "--as", scene.shop, "--offline");
        scene.run(0, "verify", "shop.tgz", "--as", scene.shop, "--offline", "--capsule", "shop.capsule");

        pinMirror();
        assertThat(scene.run(0, "import", "shop.tgz", scene.copied, "--capsule", "shop.capsule")
                        .out())
                .startsWith("imported " + scene.mirror + "/shop@" + scene.digest() + ", 1 attachments; trusted there");
        assertThat(scene.run(0, "verify", scene.copied).out()).contains("(signed as " + scene.shop + ")");
        assertThat(BundleScene.manifest(scene.mirror + "/shop:1.4.0.signed").successors())
                .hasSize(1);
    }

    @Test
    void newerRolesAreCarriedToWhatIsThereAlready() throws IOException {
        scene.run(0, "copy", scene.shop, scene.copied);
        pinMirror();
        scene.namespace.publisher().publish();
        scene.publish();
        Files.createDirectories(scene.file(".config/bulla/keys"));
        scene.write(".config/bulla/keys/enclave.key", TestKeys.plainFile(TestKeys.seeded("enclave")));

        Run exported = scene.run(0, "export", scene.shop, "new.capsule", "--sign-key", "enclave", "--format", "json");
        assertThat(exported.out())
                .contains("\"capsule\": \"new.capsule\"", "\"attachments\": 2,", "\"receipts\": [\n    \"sha256:");
        scene.home.close();
        assertThat(scene.run(1, "verify", scene.copied).err())
                .as("this machine has seen the newer ones")
                .contains("timestamp is version 2 after 3");

        scene.run(0, "import", "new.capsule", scene.copied);

        assertThat(scene.run(0, "verify", scene.copied).out()).contains("timestamp v3");
    }

    @Test
    void nothingIsAttachedThatDoesNotVerify() {
        scene.run(0, "copy", scene.shop, scene.copied);
        pinMirror();
        scene.push(scene.mirror + "/other:1.4.0", "other");
        String thief = scene.home.host() + "/thief";
        scene.push(thief + "/shop:1.4.0", "other");
        SimulatedNamespace foreign = new SimulatedNamespace(thief);
        foreign.signBundle(
                "targets", thief + "/shop:1.4.0", scene.bundle("other"), BundleScene.manifest(thief + "/shop:1.4.0"));
        try (Store store = BundleScene.places().writing(Namespace.parse(thief).trustRepository())) {
            foreign.publish(store);
        }
        scene.write("thief.json", foreign.root());
        scene.run(0, "trust", "add", thief, "--root", "thief.json");
        scene.run(0, "export", thief + "/shop:1.4.0", "thief.capsule");

        scene.run(5, "import", "thief.capsule", scene.copied);
        scene.run(1, "import", "thief.capsule", scene.mirror + "/other:1.4.0");

        assertThat(scene.run(0, "tree", scene.mirror + "/other:1.4.0").out()).contains("attached: none");
    }

    @Test
    void aFileIsNeverOverwrittenAndAnImageIsNoThickBundle() {
        scene.write("shop.capsule", scene.bundle("x"));

        scene.run(9, "export", scene.shop, "shop.tgz");
        assertThat(scene.file("shop.tgz")).doesNotExist();
        assertThat(scene.run(2, "export", scene.shop, "shop.zip").err()).contains("FILE.capsule alone");
        scene.run(2, "import", "shop.capsule", scene.copied, "--capsule", "shop.capsule");
        scene.run(2, "import", ".", scene.copied, "--capsule", "shop.capsule");
    }
}
