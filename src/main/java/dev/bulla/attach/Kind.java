package dev.bulla.attach;

import dev.bulla.oci.MediaType;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of attachments, in the order in which a carrier lists them (oci-graph sections 3 and 3.8). */
public enum Kind {
    /** Signatures over descriptors. */
    SIGNATURE("signature", "application/vnd.bulla.signature.v1+json"),
    /** A copy of a TUF chain for one artifact. */
    CAPSULE("capsule", "application/vnd.bulla.capsule.v1+json"),
    /** In-toto layouts, links, keys and statements. */
    EVIDENCE("intoto", "application/vnd.bulla.intoto.v1+json"),
    /** "This tag means this digest until T". */
    TAG_RECORD("tag", "application/vnd.bulla.tag.v1+json"),
    /** A freshness receipt. */
    RECEIPT("freshness", "application/vnd.bulla.freshness.v1+json"),
    /** A Notary Project signature. */
    NOTARY("notary", "application/vnd.cncf.notary.signature"),
    /** Anything else: carried, not interpreted. */
    OTHER("other", "");

    private final String word;
    private final String artifactType;

    Kind(String word, String artifactType) {
        this.word = word;
        this.artifactType = artifactType;
    }

    /** The word in a carrier's {@code dev.bulla.kind}. */
    public String word() {
        return word;
    }

    /** The artifact type that manifests of this kind have. */
    public MediaType artifactType() {
        return new MediaType(artifactType);
    }

    /** The kind of a manifest with this artifact type. */
    public static Kind of(Optional<MediaType> artifactType) {
        return artifactType
                .flatMap(type -> Arrays.stream(values())
                        .filter(kind -> kind.artifactType.equals(type.value()))
                        .findFirst())
                .orElse(OTHER);
    }
}
