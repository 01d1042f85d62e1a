package dev.bulla.oci;

import java.util.List;

/**
 * What a place lists as attached to a subject. It is a hint: entries may be missing, invented or wrong; whoever uses one
 * fetches the manifest by digest and looks at its own {@code subject}.
 *
 * @param entries de-duplicated by digest, in the order listed
 * @param path how the place was asked
 */
public record ReferrerList(List<Descriptor> entries, Path path) {
    /** How a list of referrers was obtained. */
    public enum Path {
        /** Referrers API. */
        API,
        /** Fallback tag only; the registry has no referrers API. */
        TAG,
        /** API and fallback tag, united. */
        BOTH,
        /** Manifests of an image layout. */
        LAYOUT
    }

    /** Copies {@code entries}. */
    public ReferrerList {
        entries = List.copyOf(entries);
    }
}
