package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Builds the manifest of an artifact by the common rules of oci-graph section 2: empty config, at least one layer, canonical
 * bytes, no time stamps. The same input gives the same digest, so writing twice writes once.
 */
public final class ArtifactBuilder {
    /** Layers up to this size are inlined (oci-graph section 3.1). */
    public static final int MAX_INLINED_LAYER = 8 * 1024;

    /** Inlining stops where the manifest would grow beyond this; registries accept 4 MiB, readers like less. */
    public static final int MAX_WITH_INLINED = 256 * 1024;

    /** The document that configs and content-free layers point at. */
    public static final Bytes EMPTY = Bytes.utf8("{}");

    /** What a {@code data} member costs beside its base64 text: name, quotes, colon and comma. */
    private static final int DATA_MEMBER = 10;

    private final MediaType artifactType;
    private final TreeMap<String, String> annotations = new TreeMap<>();
    private final List<Descriptor> layers = new ArrayList<>();
    private final Map<Descriptor, Bytes> contents = new LinkedHashMap<>();
    private Optional<Descriptor> subject = Optional.empty();
    private List<Integer> inliningOrder = List.of();

    /** Starts an artifact of this type. */
    public ArtifactBuilder(MediaType artifactType) {
        this.artifactType = artifactType;
        contents.put(emptyDescriptor(), EMPTY);
    }

    /** The descriptor of the empty document, without {@code data}. */
    public static Descriptor emptyDescriptor() {
        return Descriptor.of(MediaType.EMPTY_JSON, EMPTY);
    }

    /** Attaches the artifact to {@code target}, of which type, digest and size are written. */
    public ArtifactBuilder subject(Descriptor target) {
        subject = Optional.of(target.plain());
        return this;
    }

    /** Adds an annotation of the manifest. */
    public ArtifactBuilder annotation(String name, String value) {
        annotations.put(name, value);
        return this;
    }

    /** Adds a layer held in memory. */
    public ArtifactBuilder layer(MediaType type, Bytes content, Map<String, String> layerAnnotations) {
        Descriptor plain = Descriptor.of(type, content);
        contents.put(plain, content);
        layers.add(plain.withAnnotations(new TreeMap<>(layerAnnotations)));
        return this;
    }

    /** Adds a layer whose content is stored by the caller and never inlined. */
    public ArtifactBuilder layer(Descriptor stored) {
        layers.add(stored);
        return this;
    }

    /**
     * Which layers are inlined first while there is room; layer order unless set.
     *
     * @param order positions of layers, counted from 0; those left out are not inlined
     */
    public ArtifactBuilder inlining(List<Integer> order) {
        inliningOrder = List.copyOf(order);
        return this;
    }

    /** The blobs in memory that have to be stored before the manifest, in order: the empty document and the layers. */
    public Map<Descriptor, Bytes> contents() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(contents));
    }

    /** The manifest with {@code artifactType}, the form of image-spec 1.1. */
    public ImageManifest build() {
        return build(false);
    }

    /** The older form for registries that refuse {@code artifactType}: the type stands in {@code config.mediaType}. */
    public ImageManifest buildLegacy() {
        return build(true);
    }

    /** True when this is the digest of its manifest, in either form. */
    public boolean makes(Digest digest) {
        return build().digest().equals(digest) || buildLegacy().digest().equals(digest);
    }

    private ImageManifest build(boolean legacy) {
        if (layers.isEmpty()) {
            throw new IllegalStateException("an artifact has at least one layer");
        }
        Json.Obj document = Json.Obj.empty()
                .with("schemaVersion", Json.whole(2))
                .with("mediaType", Json.text(MediaType.OCI_MANIFEST.value()))
                .with("config", config(legacy).toJson());
        if (!legacy) {
            document = document.with("artifactType", Json.text(artifactType.value()));
        }
        if (subject.isPresent()) {
            document = document.with("subject", subject.get().toJson());
        }
        if (!annotations.isEmpty()) {
            document = document.with("annotations", Descriptor.annotationsJson(annotations));
        }
        int bare = OlpcWriter.write(document.with("layers", json(layers))).length();
        Bytes raw = OlpcWriter.write(document.with("layers", json(inlined(bare))));
        return (ImageManifest) Manifest.parse(raw, Optional.of(MediaType.OCI_MANIFEST));
    }

    private Descriptor config(boolean legacy) {
        MediaType type = legacy ? artifactType : MediaType.EMPTY_JSON;
        return Descriptor.of(type, EMPTY).withData(EMPTY);
    }

    /** A layer that would make the manifest too large is left out and the next one is tried. */
    private List<Descriptor> inlined(int bareLength) {
        int length = bareLength;
        List<Descriptor> result = new ArrayList<>(layers);
        List<Integer> order = inliningOrder.isEmpty()
                ? IntStream.range(0, layers.size()).boxed().toList()
                : inliningOrder;
        for (int position : order) {
            Descriptor layer = layers.get(position);
            Bytes content = contents.get(layer.plain());
            int cost = content == null ? 0 : (content.length() + 2) / 3 * 4 + DATA_MEMBER;
            if (content != null && content.length() <= MAX_INLINED_LAYER && length + cost <= MAX_WITH_INLINED) {
                length += cost;
                result.set(position, layer.withData(content));
            }
        }
        return result;
    }

    private static Json.Arr json(List<Descriptor> descriptors) {
        return new Json.Arr(descriptors.stream().<Json>map(Descriptor::toJson).toList());
    }
}
