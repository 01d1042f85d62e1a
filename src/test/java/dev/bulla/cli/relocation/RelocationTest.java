package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.cli.testing.Run;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that carry their trust with them (trust.md section 13). */
class RelocationTest {
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

    private void sameAs() {
        scene.run(0, "trust", "add", scene.mirror, "--same-as", scene.acme, "--root", "root.json");
    }

    @Test
    void aCopyGetsTheRolesOfTheLiveRepositoryAndVerifiesWhereItArrivedWithoutIt() {
        Run copied = scene.run(0, "copy", scene.shop, scene.copied);

        assertThat(copied.out())
                .contains("0 attachments", "to " + scene.copied + "; digests unchanged\n")
                .contains("  roles    refreshed (" + scene.acme + "/tuf: timestamp v2, expires 2026-07-01T12:00:00Z)\n")
                .endsWith("  verified there by what is attached, signed as " + scene.shop + ", level 1b\n");
        assertThat(copied.err())
                .contains("consumers of " + scene.mirror + "/shop need to say")
                .contains("bulla trust add " + scene.mirror + " --same-as " + scene.acme);
        scene.home.close();
        scene.run(4, "verify", scene.copied);
        sameAs();
        assertThat(scene.run(0, "verify", scene.copied).out()).contains("(signed as " + scene.shop + ")");
    }

    @Test
    void whereTheDestinationHasARuleItsConsumersVerdictIsAskedFor() {
        sameAs();

        Run copied = scene.run(0, "copy", scene.shop, scene.copied);

        assertThat(copied.out())
                .endsWith("  verified there as its consumers will, signed as " + scene.shop + ", level 1b\n");
        assertThat(copied.err()).isEmpty();
    }

    @Test
    void rolesThatCameAlongAreReplacedByNewerOnesOfTheLiveRepository() {
        scene.attach();
        scene.namespace.publisher().publish();
        scene.publish();
        scene.run(0, "copy", scene.shop, scene.copied);
        sameAs();

        assertThat(scene.run(0, "verify", scene.copied).out()).contains("timestamp v3");
        assertThat(capsules(scene.copied)).isEqualTo(2);
    }

    @Test
    void rolesThatCameAlongAndAreCurrentAreNotDoubledAndASecondCopyAddsNothing() {
        scene.attach();

        assertThat(scene.run(0, "copy", scene.shop, scene.copied).out()).contains("  roles    are current (");
        assertThat(scene.run(0, "copy", scene.shop, scene.copied).out()).contains("  roles    are current (");
        assertThat(capsules(scene.copied)).isEqualTo(1);
    }

    @Test
    void rolesThatCameAlongAndAreNewerThanTheRepositoryShowsAreNotContradicted() {
        scene.namespace.publisher().publish();
        scene.attach();

        assertThat(scene.run(0, "copy", scene.shop, scene.copied).out())
                .contains("  roles    not refreshed, newer ones are attached (" + scene.acme + "/tuf: timestamp v2");
        assertThat(capsules(scene.copied)).isEqualTo(1);
    }

    @Test
    void carrierAndFallbackTagAreWrittenAtTheDestination() {
        scene.run(0, "copy", scene.shop, scene.copied);

        try (Source there =
                BundleScene.places().reading(Reference.parse(scene.copied).place())) {
            Manifest carrier = there.manifest(new Tag("1.4.0.signed")).orElseThrow();
            assertThat(carrier.successors()).hasSize(1);
            assertThat(there.manifest(Tag.carrierOf(scene.digest()))).contains(carrier);
        }
    }

    @Test
    void anotherBundleOfThePublisherUnderTheNameIsRefusedT7() {
        Manifest other = scene.release(scene.acme + "/shop:2.0.0", "shop2");
        scene.run(0, "copy", scene.shop, scene.copied);
        scene.run(0, "copy", scene.acme + "/shop:2.0.0", scene.mirror + "/shop:2.0.0");
        sameAs();
        scene.run(0, "verify", scene.copied);
        try (Store store =
                BundleScene.places().writing(Reference.parse(scene.copied).place())) {
            store.tag(other, new Tag("1.4.0"));
            store.tag(store.manifest(new Tag("2.0.0.signed")).orElseThrow(), new Tag("1.4.0.signed"));
        }

        Run refused = scene.run(1, "verify", scene.copied);

        assertThat(refused.err()).startsWith("bulla: rejected: " + scene.shop + " is signed as ");
    }

    @Test
    void aBundleOfAnotherRepositoryOfThePublisherUnderTheNameIsRefusedT7() {
        scene.release(scene.acme + "/other:1.4.0", "other");
        sameAs();

        Run refused = scene.run(0, "copy", scene.acme + "/other:1.4.0", scene.copied);

        assertThat(refused.out())
                .contains("verified there by what is attached, signed as " + scene.acme + "/other:1.4.0");
        assertThat(scene.run(1, "verify", scene.copied).err()).startsWith("bulla: rejected: " + scene.shop);
    }

    @Test
    void aTagThatChangedOnTheWayNeedsAWordInTheCall() {
        Run copied = scene.run(0, "copy", scene.shop, scene.mirror + "/shop:stable");

        assertThat(copied.err()).contains("bulla verify --as " + scene.shop);
        scene.run(0, "verify", scene.mirror + "/shop:stable", "--as", scene.shop);
    }

    @Test
    void aDryRunSaysWhatWouldBeCopiedAndWritesNothing() {
        Run planned = scene.run(0, "copy", scene.shop, scene.copied, "--dry-run");

        assertThat(planned.out())
                .startsWith("would copy 5 manifests, 10 blobs, 0 attachments (")
                .contains("  roles    would be refreshed (")
                .doesNotContain("verified");
        scene.run(5, "verify", scene.copied, "--as", scene.shop);
        assertThat(scene.run(0, "copy", scene.shop, "oci:none:1", "--dry-run", "--format", "json")
                        .out())
                .contains("\"dryRun\": true");
        assertThat(scene.file("none")).doesNotExist();
    }

    @Test
    void aDryRunOfWhatIsNotTrustedIsRefusedLikeTheCopy() {
        scene.push(scene.acme + "/shop:unsigned", "unsigned");

        scene.run(3, "copy", scene.acme + "/shop:unsigned", scene.copied, "--dry-run");
    }

    @Test
    void whatNobodyPinnedIsCopiedAsItIsAndThatIsTold() {
        scene.run(0, "trust", "remove", scene.acme);

        Run copied = scene.run(0, "copy", scene.shop, scene.copied);

        assertThat(copied.err()).isEqualTo("bulla: note: not verified: no root is pinned for " + scene.shop + "\n");
        assertThat(copied.out()).doesNotContain("verified");
    }

    @Test
    void theWayThroughATarFileKeepsEverythingAndTheDocumentSaysHow() {
        scene.run(0, "copy", scene.shop, "oci:usb.tar:1.4.0");
        scene.home.close();
        sameAs();

        String document = scene.run(
                        0, "copy", "oci:usb.tar:1.4.0", scene.copied, "--as", scene.shop, "--format", "json")
                .out();

        assertThat(document)
                .contains("\"source\"", "\"arrival\"", "\"how\": \"rule\"", "\"level\": \"1b\"", "\"roles\": []")
                .contains("example.com/acme/web:1.0.0\": \"" + scene.mirror + "/shop@" + scene.web.digest());
        scene.run(0, "verify", scene.copied);
    }

    @Test
    void theRelocationMapOfAProvenBundleCostsNoRequest() {
        scene.run(0, "copy", scene.shop, "oci:first:1.4.0");
        scene.home.log().clear();
        scene.run(0, "verify", scene.shop);
        long verifying = scene.home.log().entries().size();
        scene.home.log().clear();

        scene.run(0, "copy", scene.shop, "oci:first:1.4.0", "-o", "map.json");

        long bundleBlobs = scene.home.log().entries().stream()
                .filter(entry -> entry.toString().contains("/blobs/"))
                .count();
        assertThat(bundleBlobs)
                .as("bundle.json is read once, by the verification")
                .isEqualTo(1);
        assertThat(verifying).isPositive();
    }

    private static long capsules(String reference) {
        Reference parsed = Reference.parse(reference);
        try (Source source = BundleScene.places().reading(parsed.place())) {
            Manifest artifact = source.manifest(parsed).orElseThrow();
            return Attachments.of(source, artifact.digest(), Optional.empty())
                    .of(Kind.CAPSULE)
                    .size();
        }
    }
}
