package dev.bulla.policy;

import dev.bulla.oci.Place;

/** Where the role files of a TUF repository may be read. What is read is believed nothing, so a wrong source can only fail. */
public sealed interface TrustSource {
    /** A repository of a registry, or an image layout, that holds role files. */
    record Stored(Place place) implements TrustSource {
        @Override
        public String toString() {
            return place.toString();
        }
    }

    /** The capsules attached to the artifact itself. */
    record Attached() implements TrustSource {
        /** The word in a policy. */
        public static final String WORD = "attached";

        @Override
        public String toString() {
            return WORD;
        }
    }
}
