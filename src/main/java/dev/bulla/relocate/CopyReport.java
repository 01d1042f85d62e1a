package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import java.util.List;

/**
 * What a copy did.
 *
 * @param root the artifact, with the digest it has at both ends
 * @param manifests manifests of the artifact's own tree
 * @param blobs blobs of the whole graph
 * @param blobsMoved blobs that were transferred
 * @param blobsThere blobs that the destination had already
 * @param blobsMounted blobs that the registry took from another of its repositories
 * @param bytesMoved bytes of blobs that were transferred
 * @param attachments attachments at every depth
 * @param leftBehind attachments that could not be carried, a line each; a copy with any of them has failed
 * @param warnings findings that stop nothing, a line each
 */
public record CopyReport(
        Descriptor root,
        int manifests,
        int blobs,
        int blobsMoved,
        int blobsThere,
        int blobsMounted,
        long bytesMoved,
        int attachments,
        List<String> leftBehind,
        List<String> warnings) {
    /** Copies the lists. */
    public CopyReport {
        leftBehind = List.copyOf(leftBehind);
        warnings = List.copyOf(warnings);
    }
}
