package dev.bulla.testkit;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.Json;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small artifacts for tests: equal seeds give equal bytes. */
public final class Samples {
    /** A type that no tool knows. */
    public static final MediaType ARTIFACT = new MediaType("application/vnd.example.note.v1+json");

    private static final MediaType LAYER = new MediaType("application/vnd.example.layer");

    private Samples() {}

    /**
     * A manifest with the blobs it needs.
     *
     * @param manifest the document
     * @param blobs contents of config and layers
     */
    public record Image(Manifest manifest, List<Bytes> blobs) {
        /** Stores blobs and manifest, not naming it. */
        public Image pushTo(Store store) {
            pushBlobs(store);
            store.pushManifest(manifest);
            return this;
        }

        /** Stores blobs and attaches the manifest to its subject. */
        public Image attachTo(Store store) {
            pushBlobs(store);
            store.attach(manifest);
            return this;
        }

        /** Address of the manifest. */
        public Digest digest() {
            return manifest.digest();
        }

        private void pushBlobs(Store store) {
            blobs.forEach(blob -> store.pushBlob(Descriptor.of(LAYER, blob), Content.of(blob)));
        }
    }

    /** Bytes that look random. */
    public static Bytes bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Bytes.adopt(bytes);
    }

    /** Descriptor of some bytes as a layer. */
    public static Descriptor layer(Bytes content) {
        return Descriptor.of(LAYER, content);
    }

    /** Descriptor of some bytes as a layer, by another hash function. */
    public static Descriptor layer(HashFunction algorithm, Bytes content) {
        return Descriptor.of(LAYER, Digest.of(algorithm, content), content.length());
    }

    /** An image of two layers. */
    public static Image image(long seed) {
        Bytes config = Bytes.utf8("{\"seed\":" + seed + "}");
        List<Bytes> layers = List.of(bytes(seed, 3000), bytes(seed + 1_000_000, 17));
        return image(config, layers, members());
    }

    /** A note that is attached to {@code subject}. */
    public static Image attachment(Descriptor subject, long seed) {
        Map<String, Json> members = members();
        members.put("artifactType", Json.text(ARTIFACT.value()));
        members.put("subject", subject.plain().toJson());
        members.put("annotations", Descriptor.annotationsJson(Map.of("com.example.seed", Long.toString(seed))));
        return image(Bytes.utf8("{}"), List.of(Bytes.utf8("note " + seed)), members);
    }

    /** An index over manifests. */
    public static Manifest index(List<Manifest> children) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.whole(2));
        members.put("mediaType", Json.text(MediaType.OCI_INDEX.value()));
        List<Json> items = new ArrayList<>();
        children.forEach(child -> items.add(child.descriptor().toJson()));
        members.put("manifests", new Json.Arr(items));
        return manifest(members);
    }

    /** The manifest with exactly these members. */
    public static Manifest manifest(Map<String, Json> members) {
        return Manifest.parse(PlainWriter.write(new Json.Obj(members)), Optional.empty());
    }

    private static Image image(Bytes config, List<Bytes> layers, Map<String, Json> members) {
        members.put(
                "config",
                Descriptor.of(new MediaType("application/vnd.example.config+json"), config)
                        .toJson());
        List<Json> items = new ArrayList<>();
        layers.forEach(layer -> items.add(layer(layer).toJson()));
        members.put("layers", new Json.Arr(items));
        List<Bytes> blobs = new ArrayList<>(layers);
        blobs.add(config);
        return new Image(manifest(members), blobs);
    }

    private static Map<String, Json> members() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.whole(2));
        members.put("mediaType", Json.text(MediaType.OCI_MANIFEST.value()));
        return members;
    }
}
