package dev.bulla.cnab;

import dev.bulla.oci.MediaType;
import java.util.Optional;

/** The two forms of a bundle index; the second only where a registry refuses OCI indexes (section 4.5). */
public enum IndexForm {
    /** OCI image index, without a {@code mediaType} member. */
    OCI_INDEX,
    /** Docker manifest list with the same content; its digest differs, so nothing may point at the other one. */
    MANIFEST_LIST;

    /** Media type of the index. */
    public MediaType mediaType() {
        return this == OCI_INDEX ? MediaType.OCI_INDEX : MediaType.DOCKER_LIST;
    }

    /** What to try when a registry refuses this one. */
    public Optional<IndexForm> next() {
        return this == OCI_INDEX ? Optional.of(MANIFEST_LIST) : Optional.empty();
    }
}
