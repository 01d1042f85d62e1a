package dev.bulla.oci;

import org.jspecify.annotations.Nullable;

/**
 * A mutable name of a manifest. In a registry it follows the tag grammar of distribution-spec 1.1
 * ({@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}); in an image layout it is a {@code ref.name}, which may also contain
 * {@code /} (Bulla's {@code tuf/latest}).
 *
 * @param value the name
 */
public record Tag(String value) {
    private static final int MAX_TAG = 128;
    private static final int MAX_REF_NAME = 255;
    private static final String PIN = ".pin";

    /** 128 bits: nobody finds a second manifest for the same tag by chance, or a given one by trying. */
    private static final int PIN_DIGITS = 32;

    /** What a reference without tag and digest means. */
    public static final Tag LATEST = new Tag("latest");

    /** Refuses what neither grammar allows. */
    public Tag {
        if (!matches(value, true, MAX_REF_NAME)) {
            throw new IllegalArgumentException("not a tag: at most 128 of A-Z a-z 0-9 . _ -, not starting with . or -");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tag same && same.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** True when a registry accepts it, false when only an image layout can hold it. */
    public boolean isRegistryTag() {
        return matches(value, false, MAX_TAG);
    }

    /**
     * The referrers tag of a subject (distribution-spec 1.1, "Referrers Tag Schema"). Values of sha512 are cut to 64
     * digits there, so different subjects can share one tag.
     */
    public static Tag fallbackOf(Digest subject) {
        return new Tag(subject.algorithm().wireName() + "-" + cut(subject.hex()));
    }

    /** The carrier tag that survives a move of the artifact's own tag: {@code sha256-<hex>.signed}. */
    public static Tag carrierOf(Digest subject) {
        return new Tag(fallbackOf(subject).value() + ".signed");
    }

    /** The tag that keeps {@code artifact} itself from garbage collectors when its own tag has moved (oci-graph section 6). */
    public static Tag pinOf(Digest artifact) {
        return new Tag(fallbackOf(artifact).value() + PIN);
    }

    /**
     * The tag that keeps {@code part}, which belongs to {@code artifact}, from garbage collectors. It depends on the two
     * digests alone: it never has to move, and writers need not agree on anything.
     */
    public static Tag pinOf(Digest artifact, Digest part) {
        return new Tag(fallbackOf(artifact).value() + PIN + "-" + part.hex().substring(0, PIN_DIGITS));
    }

    private static String cut(String hex) {
        return hex.substring(0, Math.min(64, hex.length()));
    }

    private static boolean matches(String value, boolean slashes, int max) {
        if (value.isEmpty() || value.length() > max) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            boolean inner = i > 0 && (c == '.' || c == '-' || (slashes && c == '/'));
            if (!word && !inner) {
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
