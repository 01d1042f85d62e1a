package dev.bulla.oci;

import java.util.Optional;

/**
 * What keeps manifests without a tag of their own from a registry's garbage collector (oci-graph section 6). Garbage
 * collectors start from tags; whether they follow an index, or what a manifest says about its subject, differs.
 */
public enum PinMode {
    /** The tagged carrier keeps the attachments, the artifact's tag keeps the artifact and what its index lists. */
    CARRIER("carrier"),
    /** Besides, every manifest that belongs to the artifact has a tag: for collectors that delete whatever has none. */
    TAGS("tags");

    private final String word;

    PinMode(String word) {
        this.word = word;
    }

    /** As users write it. */
    public String word() {
        return word;
    }

    /** The mode of this word. */
    public static Optional<PinMode> named(String word) {
        for (PinMode mode : values()) {
            if (mode.word.equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
