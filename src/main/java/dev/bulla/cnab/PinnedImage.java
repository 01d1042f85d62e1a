package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;

/**
 * An image of a bundle with everything that a signed statement about it needs.
 *
 * @param image as written in {@code bundle.json}
 * @param descriptor media type, digest and size of its manifest, from {@code bundle.json} alone; no annotations
 */
public record PinnedImage(BundleImage image, Descriptor descriptor) {
    /** {@code component 'web'} or {@code invocation image 0}, for messages. */
    public String label() {
        return image.label();
    }

    /** Invocation or component. */
    public Role role() {
        return image.role();
    }

    /** The original reference, verbatim. */
    public String reference() {
        return image.image();
    }
}
