package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An index of manifests (OCI image-spec 1.1, "Image Index"; Docker manifest list). */
public record ImageIndex(
        Bytes raw,
        Descriptor descriptor,
        Optional<Descriptor> subject,
        Optional<MediaType> artifactType,
        Map<String, String> annotations,
        List<Descriptor> manifests)
        implements Manifest {
    /** Copies the collections. */
    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    @Override
    public List<Descriptor> successors() {
        return manifests;
    }
}
