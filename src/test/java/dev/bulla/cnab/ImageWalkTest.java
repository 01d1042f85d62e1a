package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies below an image, and where the walk ends (oci-graph section 9). */
class ImageWalkTest {
    private final SampleBundle sample = new SampleBundle();
    private final ImageWalk walk = new ImageWalk(descriptor -> sample.store.manifest(descriptor.digest()));

    @Test
    void manifestsAndBlobsAreListedOnceHoweverOftenTheyAreNamed() {
        walk.add(sample.web.descriptor(), "web");
        walk.add(sample.web.descriptor(), "web again");
        walk.add(sample.api.descriptor(), "api");

        assertThat(walk.manifests()).hasSize(4);
        // of each of three images a config and a layer of its own, and one layer of all
        assertThat(walk.blobs()).hasSize(7);
    }

    @Attack("O13")
    @Test
    void indexInIndexEndsAtTheDepthLimit() {
        Manifest nested = sample.api;
        for (int level = 1; level < GraphLimits.MAX_DEPTH; level++) {
            nested = nest(nested);
        }
        Manifest deepest = nested;

        // the config and the layers of the innermost image are one level further down
        assertRefused(deepest.descriptor(), ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void aTreeEndsAtTheDescriptorLimit() {
        StringBuilder children = new StringBuilder(child(sample.api));
        children.append(("," + child(sample.api)).repeat(GraphLimits.MAX_DESCRIPTORS - 1));
        Manifest wide = sample.manifest("{\"schemaVersion\":2,\"manifests\":[" + children + "]}", MediaType.OCI_INDEX);

        assertRefused(wide.descriptor(), ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void aManifestMustBeWhatItsDescriptorSays() {
        Descriptor api = sample.api.descriptor();

        assertRefused(Descriptor.of(MediaType.OCI_MANIFEST, api.digest(), api.size() + 1), ReasonCode.REPRESENTATION);
        assertRefused(Descriptor.of(MediaType.DOCKER_MANIFEST, api.digest(), api.size()), ReasonCode.REPRESENTATION);
        assertRefused(
                Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(Bytes.utf8("nowhere")), 7), ReasonCode.INCOMPLETE);
    }

    @Test
    void oneDigestHasOneTypeAndOneSize() {
        Descriptor api = sample.api.descriptor();
        walk.add(api, "api");

        assertRefused(Descriptor.of(MediaType.OCI_MANIFEST, api.digest(), 1), ReasonCode.REPRESENTATION);
        MediaType layer = new MediaType("application/vnd.oci.image.layer.v1.tar");
        walk.add(Descriptor.of(layer, sample.bundle.digest(), 1), "layer");
        assertRefused(Descriptor.of(layer, sample.bundle.digest(), 2), ReasonCode.REPRESENTATION);
    }

    @Test
    void layersThatLieElsewhereAreToldAndLeftOut() throws IOException {
        String text = sample.api.raw().asUtf8().orElseThrow();
        Descriptor last = sample.api.successors().get(2);
        String foreign = text.replace(
                "\"size\":" + last.size() + "}]",
                "\"size\":" + last.size() + ",\"urls\":[\"https://elsewhere.example/layer\"]}]");
        assertThat(foreign).isNotEqualTo(text);
        Manifest image = sample.manifest(foreign, MediaType.OCI_MANIFEST);
        Bundle bundle = Examples.bundle(BundleTest.bundle(
                "{\"image\":\"a:1\",\"imageType\":\"oci\",\"contentDigest\":\"" + image.digest() + "\",\"size\":"
                        + image.raw().length() + "}",
                ""));
        ThinBundle thin = ThinBundle.of(bundle).orThrow();
        sample.store.pushManifest(thin.configManifest());
        sample.store.pushManifest(thin.index());
        sample.store.blobs().put(bundle.digest(), bundle.raw());
        sample.store.blobs().remove(last.digest());
        ByteArrayOutputStream archive = new ByteArrayOutputStream();

        ThickBundleWriter.write(StoredBundle.of(thin), List.of(), sample.store, archive);
        ThickBundle thick = TestArchive.read(Bytes.adopt(archive.toByteArray())).orThrow();

        assertThat(thick.checks())
                .filteredOn(check -> check.result() == Check.Result.NOTE)
                .extracting(Check::detail)
                .contains("layer " + last.digest() + " says that it lies elsewhere");
        assertThat(RepresentationCheck.examineDeep(
                                TrustedBundle.ofBytes(bundle.raw()), StoredBundle.of(thin), sample.store)
                        .checks())
                .extracting(Check::detail)
                .contains("layer " + last.digest() + " says that it lies elsewhere, not hashed");
    }

    private Manifest nest(Manifest inner) {
        return sample.manifest("{\"schemaVersion\":2,\"manifests\":[" + child(inner) + "]}", MediaType.OCI_INDEX);
    }

    private static String child(Manifest manifest) {
        return ThickBundleReaderTest.root(manifest);
    }

    private void assertRefused(Descriptor root, ReasonCode code) {
        assertThatThrownBy(() -> walk.add(root, "image"))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.reason().code()).as(e.getMessage()).isEqualTo(code));
    }
}
