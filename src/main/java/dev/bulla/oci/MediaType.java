package dev.bulla.oci;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A media type or artifact type (RFC 6838 form), without parameters and in lower case.
 *
 * @param value for example {@code application/vnd.oci.image.manifest.v1+json}
 */
public record MediaType(String value) {
    /** RFC 6838 allows 127 characters on each side of the slash. */
    private static final int MAX_LENGTH = 255;

    /** OCI image manifest. */
    public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
    /** OCI image index. */
    public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
    /** Docker image manifest, schema 2. */
    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");
    /** Docker manifest list. */
    public static final MediaType DOCKER_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    /** The empty JSON document {@code {}}, config of artifacts. */
    public static final MediaType EMPTY_JSON = new MediaType("application/vnd.oci.empty.v1+json");

    /** Lower-cases; refuses what is no media type. */
    public MediaType {
        int slash = value.indexOf('/');
        if (slash <= 0 || slash == value.length() - 1 || value.length() > MAX_LENGTH || !restrictedName(value, slash)) {
            throw new IllegalArgumentException("not a media type");
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaType same && same.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The media type of a {@code Content-Type} header value: what stands before the first parameter. */
    public static MediaType ofHeader(String headerValue) {
        int semicolon = headerValue.indexOf(';');
        return new MediaType((semicolon < 0 ? headerValue : headerValue.substring(0, semicolon)).strip());
    }

    /** True for the four types of documents that point at other content. */
    public boolean isManifest() {
        return isImageManifest() || isIndex();
    }

    /** True for an image manifest, OCI or Docker. */
    public boolean isImageManifest() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
    }

    /** True for an index or manifest list. */
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /** Looks at the text as it came: some letters beyond ASCII become ASCII ones in lower case. */
    private static boolean restrictedName(String value, int slash) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$&-^_.+".indexOf(c) >= 0;
            if (!allowed && i != slash) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
