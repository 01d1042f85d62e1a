package dev.bulla.oci;

/**
 * Where the TUF repository of a namespace lies: an OCI repository of its own in a registry, the same directory or tar file
 * in an image layout (oci-graph sections 3.4 and 4).
 *
 * @param place the registry repository or image layout
 */
public record TrustRepository(Place place) {
    /** The last part of a registry repository's name; legal there, unlike {@code _trust}. */
    public static final String NAME = "tuf";

    /** What stands before its tags in an image layout: a slash is legal in a {@code ref.name} and illegal in a tag. */
    public static final String LAYOUT_PREFIX = "tuf/";

    /** How {@code tag} is written at the place: as it is in a registry, below {@code tuf/} in an image layout. */
    public Tag written(Tag tag) {
        return switch (place) {
            case Place.RegistryPlace registry -> tag;
            case Place.LayoutPlace layout -> new Tag(LAYOUT_PREFIX + tag.value());
        };
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
