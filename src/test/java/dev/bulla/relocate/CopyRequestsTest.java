package dev.bulla.relocate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.Samples;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a destination is asked: what nobody has is sent unasked, what is all there takes one question. */
class CopyRequestsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Tag TAG = new Tag("v1");

    private final LoopbackRegistry here = LoopbackRegistry.start();
    private final LoopbackRegistry there = LoopbackRegistry.start();
    private Store from;
    private Store to;

    @BeforeEach
    void open() {
        from = open(here, "shop");
        to = open(there, "copy");
    }

    @AfterEach
    void close() {
        from.close();
        to.close();
        here.close();
        there.close();
    }

    private static Store open(LoopbackRegistry registry, String repository) {
        return RegistryStore.open(
                new Place.RegistryPlace(registry.host(), repository),
                RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(NOW))));
    }

    /** An index over so many images of three blobs each. */
    private Manifest pushed(int images) {
        List<Manifest> children = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            children.add(Samples.image(i).pushTo(from).manifest());
        }
        Manifest root = Samples.index(children);
        from.tag(root, TAG);
        return root;
    }

    private CopyReport copy(Manifest root, Store target) {
        return new GraphCopy(from, target, 6, Progress.NONE).copy(root, List.of(), Optional.of(TAG), () -> {});
    }

    private static long asked(LoopbackRegistry registry, String method, String part) {
        return registry.log().entries().stream()
                .filter(entry -> entry.method().equals(method) && entry.target().contains(part))
                .count();
    }

    @Test
    void smallBlobsThatNobodyHasAreSentWithoutAsking() {
        CopyReport report = copy(pushed(10), to);

        assertThat(report.blobsMoved()).isEqualTo(30);
        assertThat(asked(there, "HEAD", "/blobs/"))
                .as("the first blobs alone are asked for")
                .isEqualTo(8);
        assertThat(asked(there, "PUT", "/blobs/") + asked(there, "POST", "digest="))
                .as("each is sent once")
                .isEqualTo(30);
        assertThat(asked(here, "GET", "/blobs/")).as("no blob is read twice").isEqualTo(30);
    }

    @Test
    void noBlobIsReadTwiceWhereItIsOpenedAndSent() {
        there.behaviour().singlePost(false);
        copy(pushed(10), to);

        assertThat(asked(there, "PUT", "/blobs/")).isEqualTo(30);
        assertThat(asked(here, "GET", "/blobs/")).isEqualTo(30);
    }

    @Test
    void whereAllIsThereEachManifestIsAskedForAndNoBlob() {
        Manifest root = pushed(3);
        copy(root, to);
        there.log().clear();

        CopyReport again = copy(root, to);

        assertThat(again.blobsThere()).isEqualTo(9);
        assertThat(there.log().entries())
                .hasSize(4)
                .allMatch(
                        entry -> entry.method().equals("HEAD") && entry.target().contains("/manifests/"));
    }

    @Test
    void aChildThatTheDestinationHasCollectedIsBroughtAgainWithItsBlobs() {
        Manifest root = pushed(3);
        copy(root, to);
        Digest lost = root.successors().get(1).digest();
        Manifest child = from.manifest(lost).orElseThrow();
        there.content().deleteManifest("copy", lost.toString());
        child.successors()
                .forEach(
                        blob -> there.content().deleteBlob("copy", blob.digest().toString()));

        CopyReport again = copy(root, to);

        assertThat(again.blobsMoved()).isEqualTo(3);
        assertThat(to.manifest(lost)).isPresent();
        assertThat(to.hasBlob(child.successors().get(0))).isTrue();
    }

    @Test
    void blobsThatAreThereWithoutTheArtifactAreFoundByAskingForTheFirstOfThem() {
        Manifest root = pushed(10);
        Samples.image(0).pushTo(to);
        there.log().clear();

        CopyReport report = copy(root, to);

        assertThat(report.blobsThere()).isEqualTo(3);
        assertThat(report.blobsMoved()).isEqualTo(27);
    }

    @Test
    void withinARegistryBlobsAreMountedByOneRequestEach() {
        try (Store beside = open(here, "beside")) {
            Manifest root = pushed(10);
            here.log().clear();

            CopyReport report = copy(root, beside);

            assertThat(report.blobsMounted()).isEqualTo(30);
            assertThat(asked(here, "POST", "mount=")).isEqualTo(30);
            assertThat(asked(here, "HEAD", "/blobs/")).isZero();
            assertThat(asked(here, "GET", "/blobs/")).isZero();
        }
    }
}
