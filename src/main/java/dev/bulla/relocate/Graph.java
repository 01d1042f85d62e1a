package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An artifact as it stands at its source, with everything that has to travel with it.
 *
 * @param root the artifact
 * @param manifests every manifest, children before parents and subjects before what is attached to them
 * @param blobs every blob once, in the order met
 * @param attachments what is attached, by the digest of its subject
 * @param digestTags tags that other tools derive from digests (cosign's {@code sha256-….sig} and the like)
 * @param missing what the source lists as attached and does not give out, one line each
 * @param notes findings that stop nothing, one line each
 */
record Graph(
        Manifest root,
        List<Manifest> manifests,
        List<Descriptor> blobs,
        Map<Digest, List<Manifest>> attachments,
        Map<Tag, Manifest> digestTags,
        List<String> missing,
        List<String> notes) {

    /** Copies the collections. */
    Graph {
        manifests = List.copyOf(manifests);
        blobs = List.copyOf(blobs);
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
    }

    /** The addresses of all attachments. */
    Set<Digest> attached() {
        Set<Digest> attached = new HashSet<>();
        attachments.values().forEach(list -> list.forEach(manifest -> attached.add(manifest.digest())));
        return attached;
    }

    /** Number of attachments at every depth. */
    int attachmentCount() {
        return attachments.values().stream().mapToInt(List::size).sum();
    }
}
