package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image manifest (OCI image-spec 1.1, "Image Manifest"; Docker schema 2): one config and its layers. CNAB config
 * manifests write {@code "layers":null}, which reads as no layers.
 */
public record ImageManifest(
        Bytes raw,
        Descriptor descriptor,
        Optional<Descriptor> subject,
        Optional<MediaType> artifactType,
        Map<String, String> annotations,
        Descriptor config,
        List<Descriptor> layers)
        implements Manifest {
    /** Copies the collections. */
    public ImageManifest {
        layers = List.copyOf(layers);
    }

    @Override
    public List<Descriptor> successors() {
        List<Descriptor> below = new ArrayList<>();
        below.add(config);
        below.addAll(layers);
        return below;
    }
}
