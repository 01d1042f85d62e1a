package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import java.util.List;
import java.util.Optional;

/** Small artifacts for tests. */
final class Sample {
    static final MediaType BINARY = new MediaType("application/octet-stream");
    static final MediaType EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
    static final MediaType SIGNATURE = new MediaType("application/vnd.example.signature.v1+json");

    private Sample() {}

    static Descriptor blob(String text) {
        return Descriptor.of(BINARY, Bytes.utf8(text));
    }

    /** An image manifest with one layer; both blobs are pushed. */
    static Manifest image(RegistryStore store, String layer) {
        return manifest(layered(store, layer));
    }

    /** An attachment of {@code subject} that differs from others by {@code text}; its blobs are pushed. */
    static Manifest attachment(RegistryStore store, Manifest subject, String text) {
        Json.Obj annotations = Json.Obj.empty().with("dev.example.text", Json.text(text));
        return manifest(layered(store, text)
                .with("artifactType", Json.text(SIGNATURE.value()))
                .with("subject", subject.descriptor().plain().toJson())
                .with("annotations", annotations));
    }

    /** An index over manifests. */
    static Manifest index(Manifest... children) {
        List<Json> entries = List.of(children).stream()
                .<Json>map(child -> child.descriptor().toJson())
                .toList();
        return Manifest.parse(
                JcsWriter.write(Json.Obj.empty()
                        .with("schemaVersion", Json.whole(2))
                        .with("mediaType", Json.text(MediaType.OCI_INDEX.value()))
                        .with("manifests", new Json.Arr(entries))),
                Optional.empty());
    }

    private static Json.Obj layered(RegistryStore store, String layer) {
        Descriptor config = Descriptor.of(EMPTY, Bytes.utf8("{}"));
        store.pushBlob(config, Content.of(Bytes.utf8("{}")));
        store.pushBlob(blob(layer), Content.of(Bytes.utf8(layer)));
        return Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_MANIFEST.value()))
                .with("config", config.toJson())
                .with("layers", new Json.Arr(List.of(blob(layer).toJson())));
    }

    private static Manifest manifest(Json.Obj document) {
        return Manifest.parse(JcsWriter.write(document), Optional.empty());
    }
}
