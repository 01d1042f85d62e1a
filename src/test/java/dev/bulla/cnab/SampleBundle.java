package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.testkit.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small bundle whose images exist: an invocation image and components {@code api} and {@code web}, of which {@code web}
 * is an index over two platforms that share a layer.
 */
final class SampleBundle {
    private static final MediaType CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
    private static final MediaType LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");

    final MemoryStore store = new MemoryStore("acme/shop");
    final Manifest invocation = image("launch");
    final Manifest api = image("api");
    final Manifest web = index(image("web-a"), image("web-b"));
    final Bundle bundle;
    final ThinBundle thin;

    SampleBundle() {
        this("A shop");
    }

    SampleBundle(String description) {
        this.bundle = Examples.bundle("{\"description\":\"" + description + "\",\"images\":{\"api\":"
                + written("acme/api:1", api) + ",\"web\":" + written("acme/web:1", web) + "},\"invocationImages\":["
                + written("acme/run:1", invocation)
                + "],\"name\":\"shop\",\"schemaVersion\":\"v1.0.0\",\"version\":\"1.0.0\"}");
        this.thin = ThinBundle.of(bundle).orThrow();
        blob(bundle.raw());
        store.pushManifest(thin.configManifest());
        store.pushManifest(thin.index());
    }

    StoredBundle stored() {
        return StoredBundle.of(thin);
    }

    TrustedBundle trusted() {
        return TrustedBundle.ofBytes(bundle.raw());
    }

    /** The index with one piece of its text replaced, as an attacker would write it. */
    Manifest indexWith(String original, String replacement) {
        String text = thin.index().raw().asUtf8().orElseThrow();
        if (!text.contains(original)) {
            throw new IllegalArgumentException(original);
        }
        Manifest forged =
                Manifest.parse(Bytes.utf8(text.replace(original, replacement)), Optional.of(MediaType.OCI_INDEX));
        store.pushManifest(forged);
        return forged;
    }

    /** An image of its own content; stored. */
    Manifest image(String name) {
        List<Descriptor> layers = new ArrayList<>();
        layers.add(blob(LAYER, Bytes.utf8("layer of " + name + "\n".repeat(700))));
        layers.add(blob(LAYER, Bytes.utf8("shared layer")));
        Descriptor config = blob(CONFIG, Bytes.utf8("{\"name\":\"" + name + "\"}"));
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"config\":" + json(config)
                + ",\"layers\":[" + json(layers.get(0)) + "," + json(layers.get(1)) + "]}";
        return manifest(text, MediaType.OCI_MANIFEST);
    }

    private Manifest index(Manifest... platforms) {
        List<String> children = new ArrayList<>();
        for (Manifest platform : platforms) {
            children.add(json(platform.descriptor()));
        }
        return manifest(
                "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", children) + "]}", MediaType.OCI_INDEX);
    }

    /** An attachment of {@code subject}; stored. */
    Manifest attachment(Manifest subject, String body) {
        Descriptor layer = blob(new MediaType("application/vnd.bulla.signature.descriptor.v1+json"), Bytes.utf8(body));
        Descriptor empty = blob(MediaType.EMPTY_JSON, Bytes.utf8("{}"));
        return manifest(
                "{\"artifactType\":\"application/vnd.bulla.signature.v1+json\",\"config\":" + json(empty)
                        + ",\"layers\":[" + json(layer) + "],\"mediaType\":\"" + MediaType.OCI_MANIFEST
                        + "\",\"schemaVersion\":2,\"subject\":" + json(subject.descriptor()) + "}",
                MediaType.OCI_MANIFEST);
    }

    Manifest manifest(String text, MediaType type) {
        Manifest manifest = Manifest.parse(Bytes.utf8(text), Optional.of(type));
        store.pushManifest(manifest);
        return manifest;
    }

    private Descriptor blob(MediaType type, Bytes content) {
        blob(content);
        return Descriptor.of(type, content);
    }

    private void blob(Bytes content) {
        store.blobs().put(Digest.of(content), content);
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"" + descriptor.mediaType() + "\",\"digest\":\"" + descriptor.digest() + "\",\"size\":"
                + descriptor.size() + "}";
    }

    private static String written(String reference, Manifest manifest) {
        return "{\"contentDigest\":\"" + manifest.digest() + "\",\"description\":\"\",\"image\":\"" + reference
                + "\",\"imageType\":\"oci\",\"mediaType\":\"" + manifest.mediaType() + "\",\"size\":"
                + manifest.raw().length() + "}";
    }
}
