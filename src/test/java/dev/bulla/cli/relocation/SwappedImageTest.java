package dev.bulla.cli.relocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.testing.Run;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.testkit.Samples;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that changes a bundle index and leaves {@code bundle.json} alone (threats.md T23, cnab.md section 8). */
class SwappedImageTest {
    private static final Pattern CHILD = Pattern.compile("\\{\"mediaType\":[^{}]*\\{[^{}]*\\}\\}");

    @TempDir
    Path folder;

    private BundleScene scene;

    @BeforeEach
    void aSignedBundle() {
        scene = new BundleScene(folder);
        scene.run(0, "verify", scene.shop);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anotherImageInPlaceOfAComponentIsCaughtAndTheComponentNamed() {
        Samples.Image evil = Samples.image(66);
        try (Store store =
                BundleScene.places().writing(Reference.parse(scene.shop).place())) {
            evil.pushTo(store);
        }
        String digest = scene.web.digest().toString();

        Run refused = swapped(text().replace(digest, evil.digest().toString()));

        assertThat(refused.err())
                .startsWith("bulla: rejected: component 'web': the index has digest " + evil.digest()
                        + ", bundle.json says " + digest);
        assertThat(scene.run(1, "verify", scene.shop, "--format", "json").out())
                .contains("\"code\": \"REPRESENTATION\"", "\"component\": \"web\"", "\"check\": \"cnab.8.4\"");
    }

    @Test
    void nothingOfASwappedBundleIsWrittenByPullAndNothingCopied() {
        swap(text().replace(scene.web.digest().toString(), scene.api.digest().toString()));

        scene.run(1, "pull", scene.shop, "-o", "thin");
        scene.run(1, "pull", scene.shop, "-o", "thick.tgz");
        scene.run(1, "copy", scene.shop, "oci:copied:1.4.0");

        assertThat(scene.file("thin")).doesNotExist();
        assertThat(scene.file("thick.tgz")).doesNotExist();
        assertThat(scene.file("copied")).doesNotExist();
    }

    @Test
    void twoExchangedComponentsAreCaughtAlthoughTheDigestsAreTheSameMultiset() {
        String exchanged =
                text().replace("\"web\"", "\"!\"").replace("\"api\"", "\"web\"").replace("\"!\"", "\"api\"");

        assertThat(swapped(exchanged).err()).startsWith("bulla: rejected: component 'api': the index has digest ");
    }

    @Test
    void aMissingComponentIsCaught() {
        String child = child("web");

        assertThat(swapped(text().replace("," + child, "")).err())
                .startsWith("bulla: rejected: bundle index lacks component 'web'");
    }

    @Test
    void anExtraComponentIsCaught() {
        String child = child("web");
        String more = child + "," + child.replace("\"web\"", "\"more\"");

        assertThat(swapped(text().replace(child, more)).err())
                .startsWith("bulla: rejected: bundle index has component 'more', which bundle.json does not name");
    }

    @Test
    void aSecondConfigChildIsCaught() {
        String config = child("config");

        assertThat(swapped(text().replace(config, config + "," + config)).err())
                .startsWith("bulla: rejected: bundle index has 2 children of type config, not one");
    }

    @Test
    void aChildThatSaysNotWhatItIsIsCaught() {
        String child = child("web");
        String nameless = child.replace("\"io.cnab.component.name\":\"web\",", "");
        String typeless = child.replace(",\"io.cnab.manifest.type\":\"component\"", "");

        assertThat(swapped(text().replace(child, nameless)).err())
                .startsWith("bulla: rejected: bundle index has a component " + scene.web.digest());
        assertThat(swapped(text().replace(child, typeless)).err()).startsWith("bulla: rejected: bundle index ");
    }

    @Test
    void anotherSizeOrMediaTypeOfTheSameDigestIsCaught() {
        String child = child("web");
        String size = "\"size\":" + scene.web.manifest().raw().length();

        assertThat(swapped(text().replace(child, child.replace(size, "\"size\":9")))
                        .err())
                .startsWith("bulla: rejected: component 'web': the index has size 9");
        assertThat(swapped(text().replace(
                                        child,
                                        child.replace(
                                                MediaType.OCI_MANIFEST.value(), MediaType.DOCKER_MANIFEST.value())))
                        .err())
                .startsWith("bulla: rejected: component 'web': the index has media type ");
    }

    @Test
    void anIndexThatShowsOtherTitlesIsNotTheSignedOneAndItsWordsAreNotRepeatedT24() {
        Run refused = swapped(text().replace(
                        "\"org.opencontainers.image.title\":\"shop\"", "\"org.opencontainers.image.title\":\"evil\""));

        assertThat(refused.err())
                .startsWith("bulla: rejected: bundle index is ")
                .doesNotContain("evil");
    }

    @Test
    void anotherBundleUnderTheNameIsToldApartFromASwappedImage() {
        Manifest other = scene.release(scene.acme + "/shop:other", "other");
        swap(other.raw().asUtf8().orElseThrow());

        Run refused = scene.run(1, "verify", scene.shop);

        assertThat(refused.err()).startsWith("bulla: rejected: " + scene.shop + " is signed as " + scene.digest());
    }

    private Run swapped(String forged) {
        swap(forged);
        return scene.run(1, "verify", scene.shop);
    }

    private void swap(String forged) {
        try (Store store =
                BundleScene.places().writing(Reference.parse(scene.shop).place())) {
            Manifest manifest = Manifest.parse(Bytes.utf8(forged), Optional.of(MediaType.OCI_INDEX));
            store.tag(manifest, Reference.parse(scene.shop).tag().orElseThrow());
        }
    }

    private String text() {
        return scene.index.raw().asUtf8().orElseThrow();
    }

    /** The descriptor of the index with this word among its annotations. */
    private String child(String word) {
        Matcher children = CHILD.matcher(text());
        while (children.find()) {
            if (children.group().contains("\"" + word + "\"")) {
                return children.group();
            }
        }
        throw new AssertionError("no child " + word + " in " + text());
    }
}
