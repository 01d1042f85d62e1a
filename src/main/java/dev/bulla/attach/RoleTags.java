package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Tag;
import dev.bulla.tuf.RoleName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tags of a TUF repository (oci-graph section 4): {@code latest} for the head, {@code gen-<n>} for those before it, {@code
 * root-<n>} for every root, {@code role.<escaped name>} for delegated roles. Different roles have different tags, and no
 * role can be called so that its tag is one of the others.
 */
public final class RoleTags {
    /** The head manifest. */
    public static final Tag HEAD = Tag.LATEST;

    /** The tag of an advisory lock. */
    public static final Tag LOCK = new Tag("lock");

    /** A tag has at most 128 characters; the rest is for prefixes. */
    private static final int MAX_ESCAPED = 100;

    private static final int HASHED_LENGTH = 2 + 64;

    private static final String DIGITS = "0123456789ABCDEF";

    private RoleTags() {}

    /** The tag under which a root of this version stays for ever. */
    public static Tag root(long version) {
        return new Tag("root-" + version);
    }

    /** The tag of the head whose timestamp has this version. */
    public static Tag generation(long timestampVersion) {
        return new Tag("gen-" + timestampVersion);
    }

    /** The tag under which a delegated role is handed over. */
    public static Tag role(RoleName role) {
        return new Tag("role." + escape(role));
    }

    /** The tag that docker's mirror gives a delegated role: its bare name, if that is a tag and none of Bulla's. */
    public static Optional<Tag> docker(RoleName role) {
        String name = role.value();
        boolean reserved = name.equals(HEAD.value())
                || name.equals(LOCK.value())
                || name.startsWith("role.")
                || name.startsWith("root-")
                || name.startsWith("gen-");
        if (reserved) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Tag(name)).filter(Tag::isRegistryTag);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** {@code role} in {@code [A-Za-z0-9._-]}: other bytes, {@code _} included, as {@code _XX}; overlong as its hash. */
    static String escape(RoleName role) {
        StringBuilder code = new StringBuilder();
        for (byte b : role.value().getBytes(StandardCharsets.UTF_8)) {
            append(code, b);
        }
        if (code.length() > MAX_ESCAPED) {
            return "h-" + HashFunction.SHA256.hash(Bytes.utf8(role.value())).hex();
        }
        boolean looksHashed = code.length() == HASHED_LENGTH && code.indexOf("h-") == 0;
        return looksHashed ? "_68" + code.substring(1) : code.toString();
    }

    private static void append(StringBuilder code, byte b) {
        char c = (char) (b & 0xFF);
        boolean plain =
                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
        if (plain) {
            code.append(c);
        } else {
            code.append('_').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
        }
    }
}
