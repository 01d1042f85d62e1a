package dev.bulla.attach;

import dev.bulla.oci.Manifest;

/**
 * A manifest that is attached to an artifact: fetched by digest, with the artifact as its own subject.
 *
 * @param kind what it is by its own artifact type, whatever a listing said
 * @param manifest the manifest
 */
public record Attachment(Kind kind, Manifest manifest) {
    /** The attachment that {@code manifest} is. */
    public static Attachment of(Manifest manifest) {
        return new Attachment(Kind.of(manifest.artifactType()), manifest);
    }
}
