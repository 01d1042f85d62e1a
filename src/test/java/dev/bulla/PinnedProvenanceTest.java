package dev.bulla;

import static dev.bulla.PinnedScene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.EvidencePaths;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supply chain of an artifact, verified from the registry alone by a pinned root (trust.md sections 6 and 7). */
class PinnedProvenanceTest {
    @TempDir
    Path folder;

    private PinnedScene scene;
    private String shop;
    private Manifest artifact;
    private ProvenScene with;
    private EvidencePaths paths;

    @BeforeEach
    void aNamespaceWithAReleasesRoleAndOneArtifact() {
        scene = new PinnedScene(folder);
        with = new ProvenScene(scene);
        shop = with.shop;
        artifact = with.artifact;
        paths = with.paths;
        scene.pin();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aBoundLayoutThatIsMetRaisesTheLevel() {
        with.bindAndRelease();
        with.attach();

        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.level()).isEqualTo("3a");
        assertThat(trusted.vouching().orElseThrow().provenance()).hasValueSatisfying(provenance -> {
            assertThat(provenance.layout()).isEqualTo(paths.layout("root.layout"));
            assertThat(provenance.bound()).isTrue();
            assertThat(provenance.steps()).isEqualTo(2);
        });
        assertThat(trusted.atLeast("3a")).isEqualTo(trusted);
        refused(trusted.atLeast("4"), ReasonCode.LEVEL_TOO_LOW);
    }

    @Test
    void evidenceIsFoundInTheTufRepositoryToo() {
        with.bindAndRelease();
        try (Store store = scene.places.writing(Namespace.parse(scene.origin).trustRepository())) {
            with.documents()
                    .values()
                    .forEach(content -> store.pushBlob(
                            Descriptor.of(new MediaType("application/octet-stream"), content), Content.of(content)));
        }

        assertThat(scene.trusted(shop).level()).isEqualTo("3a");
    }

    @Attack("P2")
    @Test
    void evidenceThatIsListedAndNowhereIsMissingThoughNobodyAskedForIt() {
        with.bindAndRelease();

        assertThat(scene.refused(shop, ReasonCode.INCOMPLETE).message()).contains("root.layout is listed and absent");
    }

    @Attack("P3")
    @Test
    void withoutALayoutALevelThatNeedsOneIsRefusedAndOthersAreNot() {
        Verdict.Trusted trusted = scene.trusted(shop);

        assertThat(trusted.level()).isEqualTo("1a");
        assertThat(trusted.atLeast("1a")).isEqualTo(trusted);
        refused(trusted.atLeast("2"), ReasonCode.LEVEL_TOO_LOW);
        for (String level : List.of("3a", "3b", "4")) {
            assertThat(refused(trusted.atLeast(level), ReasonCode.LAYOUT_UNBOUND)
                            .message())
                    .contains("level " + level + " needs one");
        }
    }

    @Test
    void aCopyProvesItsSupplyChainWhereItLies() {
        with.bindAndRelease();
        with.attach();
        scene.attach(shop, artifact, shop);
        String tar = "oci:" + scene.file("usb.tar") + ":1";
        new Relocator(scene.places, 3, Progress.NONE).copy(PinnedScene.ref(shop), PinnedScene.ref(tar));
        scene.pin("oci:" + scene.file("usb.tar"), scene.origin + "/shop");

        assertThat(scene.trusted(tar).level()).isEqualTo("3a");
    }
}
