package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.PinnedImage;
import dev.bulla.cnab.ThinBundle;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.List;

/** {@code bundle.json} is kept as received, and what is built of it names exactly the images that it pins (CNAB 101, 105). */
final class BundleTarget implements FuzzTarget {
    @Override
    public void look(byte[] input) {
        Bytes file = Bytes.copyOf(input);
        if (!(Bundle.parse(file) instanceof Step.Done<Bundle> done)) {
            return;
        }
        Bundle bundle = done.value();
        Held.that(bundle.raw().equals(file), "other bytes are kept");
        Held.that(bundle.digest().equals(Digest.of(file)), "another digest");
        Step<List<PinnedImage>> pinned;
        try {
            pinned = bundle.pinnedImages();
        } catch (RejectedException e) {
            return;
        }
        if (pinned instanceof Step.Done<List<PinnedImage>> images
                && ThinBundle.of(bundle) instanceof Step.Done<ThinBundle> thin) {
            Held.that(
                    thin.value().index().successors().size() == images.value().size() + 1,
                    "an index with other children than the images and the config");
        }
    }

    @Override
    public List<Bytes> seeds() {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        String image = "\"image\":\"registry.example/acme/shop-i:1@" + digest + "\",\"contentDigest\":\"" + digest
                + "\",\"imageType\":\"docker\",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":528";
        return List.of(
                Bytes.utf8(
                        "{\"schemaVersion\":\"v1.0.0\",\"name\":\"shop\",\"version\":\"1.0.0\",\"description\":\"x\","
                                + "\"invocationImages\":[{" + image + "}],\"images\":{\"web\":{\"description\":\"w\","
                                + image
                                + "}},\"parameters\":{},\"definitions\":{\"a\":{\"type\":\"number\",\"default\":1.50}},"
                                + "\"custom\":{\"z\":null}}"),
                Bytes.utf8("{\"schemaVersion\":\"1.0.0-WD\",\"name\":\"a\",\"version\":\"0.1\",\"invocationImages\":[{"
                        + "\"image\":\"a/b:1\",\"imageType\":\"docker\"}]}"));
    }
}
