package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One tag that is copied again whenever its publisher has renewed the roles. */
class NightlyCopyTest {
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

    private Run copyAfterARefresh(String to, String... more) {
        scene.namespace.publisher().publish();
        scene.publish();
        String[] words = new String[more.length + 3];
        words[0] = "copy";
        words[1] = scene.shop;
        words[2] = to;
        System.arraycopy(more, 0, words, 3, more.length);
        return scene.run(0, words);
    }

    @Test
    void theSixthDeletesTheFirstCapsuleAndOlderCarriersFailNoCopyOnwards() {
        String stable = scene.mirror + "/shop:stable";
        scene.run(0, "copy", scene.shop, stable, "--as", scene.shop);
        for (int night = 2; night < 6; night++) {
            copyAfterARefresh(scene.copied);
        }

        Run sixth = copyAfterARefresh(scene.copied);

        assertThat(sixth.out()).contains("\n  deleted  1 superseded capsule\n");
        assertThat(capsules(scene.copied)).isEqualTo(5);
        assertThat(copyAfterARefresh(scene.copied, "--format", "json").out()).contains("\"superseded\": 1,");
        scene.home.close();
        scene.run(0, "trust", "add", scene.mirror, "--same-as", scene.acme, "--root", "root.json");
        scene.run(0, "verify", scene.copied);
        Run onwards = scene.run(0, "copy", stable, "oci:usb:stable", "--as", scene.shop);
        assertThat(onwards.err()).contains("was deleted; only an older carrier of " + scene.digest());
    }

    @Test
    void whatTheNewRolesSupersedeDoesNotTravel() {
        scene.attach();
        scene.namespace.publisher().publish();
        scene.publish();
        scene.run(0, "copy", scene.shop, scene.copied);
        assertThat(capsules(scene.copied))
                .as("a capsule that names another repository is not ours to judge")
                .isEqualTo(2);

        String onwards = scene.mirror + "/again/shop:1.4.0";
        copyAfterARefresh(scene.copied);
        assertThat(capsules(scene.copied)).isEqualTo(3);
        scene.run(0, "copy", scene.copied, onwards, "--policy", policyOfTheOrigin());
        assertThat(capsules(onwards)).isEqualTo(2);
    }

    /** Judges the mirror by the TUF repository of the origin, so that its roles are known afresh. */
    private String policyOfTheOrigin() {
        scene.write(
                "policy.json",
                Bytes.utf8(("{\"version\": 1, \"repositories\": {\"acme\": {\"root\": {\"file\":"
                                + " \"root.json\"}, \"origin\": \"ACME\", \"sources\": [\"ACME/tuf\"]}},"
                                + " \"rules\": [{\"match\": \"MIRROR/*:*\", \"rewrite\": \"ACME/$1:$2\","
                                + " \"repositories\": [\"acme\"]}]}")
                        .replace("ACME", scene.acme)
                        .replace("MIRROR", scene.mirror)));
        return "policy.json";
    }

    private static int capsules(String reference) {
        Reference copied = Reference.parse(reference);
        try (Source there = BundleScene.places().reading(copied.place())) {
            return Attachments.of(there, there.manifest(copied).orElseThrow().digest(), Optional.empty())
                    .of(Kind.CAPSULE)
                    .size();
        }
    }
}
