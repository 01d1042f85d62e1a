package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.RealRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A signed bundle moved to a second real registry under another name, by the program and by a tool that knows nothing of
 * attachments; the first registry is stopped then (trust.md section 13, threats.md T7 and section 6 step 10).
 */
class RelocatedAwayIT {
    @TempDir
    Path folder;

    private final RealRegistry home = RealRegistry.fresh();
    private final RealRegistry away = RealRegistry.fresh();
    private BundleScene scene;
    private String level;

    @BeforeEach
    void aSignedBundleAtHome() {
        scene = new BundleScene(folder, Optional.of(home.host()), Optional.of(away.host()));
        scene.attach();
        level = level(scene.shop);
    }

    @AfterEach
    void close() {
        scene.close();
        home.close();
        away.close();
    }

    @Test
    void byTheProgram() {
        Run copied = scene.run(0, "copy", scene.shop, scene.copied);
        home.stop();

        assertThat(copied.out())
                .endsWith("verified there by what is attached, signed as " + scene.shop + ", level 1b\n");
        assertThat(scene.run(4, "verify", scene.copied).err()).startsWith("bulla: no trust root for " + scene.copied);
        sameAs();
        assertThat(level(scene.copied)).isEqualTo(level);
        assertThat(scene.run(0, "verify", scene.copied, "--deep").out()).contains("(signed as " + scene.shop + ")");
    }

    @Test
    void byAToolThatCopiesTags() {
        String other = scene.acme + "/shop:2.0.0";
        scene.attach(other, scene.release(other, "shop2"));
        sameAs();

        skopeo(scene.shop, scene.copied);
        assertThat(scene.run(3, "verify", scene.copied).err())
                .startsWith("bulla: unsigned: " + scene.copied + " has no attachments")
                .contains("the copy may have dropped what was attached: 1.4.0.signed is not there; use `bulla copy`");
        skopeo(scene.shop + ".signed", scene.copied + ".signed");
        assertThat(level(scene.copied)).isEqualTo(level);

        skopeo(other, scene.copied);
        skopeo(other + ".signed", scene.copied + ".signed");
        home.stop();
        assertThat(scene.run(1, "verify", scene.copied).err())
                .startsWith("bulla: rejected: " + scene.shop + " is signed as " + scene.digest());
    }

    private void sameAs() {
        scene.run(0, "trust", "add", scene.mirror, "--same-as", scene.acme, "--root", "root.json");
    }

    private String level(String reference) {
        return scene.run(0, "verify", reference, "--format", "json")
                .out()
                .lines()
                .filter(line -> line.contains("\"level\""))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** With skopeo where it is; else what it does, as it does it: the tag, its children, their blobs, nothing else. */
    private void skopeo(String from, String to) {
        boolean here = List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "skopeo")));
        if (!here) {
            try (Source source =
                            BundleScene.places().reading(Reference.parse(from).place());
                    Store target =
                            BundleScene.places().writing(Reference.parse(to).place())) {
                Manifest root = source.manifest(Reference.parse(from)).orElseThrow();
                copyPlainly(source, target, root);
                target.tag(root, Reference.parse(to).tag().orElseThrow());
            }
            return;
        }
        Program.Outcome outcome = Program.of(
                        "skopeo",
                        "--insecure-policy",
                        "copy",
                        "--all",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        "docker://" + from,
                        "docker://" + to)
                .in(folder)
                .run();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static void copyPlainly(Source source, Store target, Manifest manifest) {
        for (Descriptor below : manifest.successors()) {
            if (below.mediaType().isManifest()) {
                copyPlainly(source, target, source.manifest(below.digest()).orElseThrow());
            } else {
                target.pushBlob(below, Content.of(source.blobBytes(below, 1 << 20)));
            }
        }
        target.pushManifest(manifest);
    }
}
