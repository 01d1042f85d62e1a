package dev.bulla.tuf;

import dev.bulla.json.JsonException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of a role: opaque text of 1 byte to 1 KiB of UTF-8. It becomes a file name, an address or a tag only through
 * an encoder that is injective.
 *
 * @param value the name as metadata spell it, without version and without {@code .json}
 */
public record RoleName(String value) implements Comparable<RoleName> {
    /** 1 KiB: no repository comes near, and encoded three times over it still fits a request line (tuf.md 8). */
    public static final int MAX_BYTES = 1024;

    /** The top-level role that names the keys of all others. */
    public static final RoleName ROOT = new RoleName("root");
    /** The top-level role that names the current snapshot. */
    public static final RoleName TIMESTAMP = new RoleName("timestamp");
    /** The top-level role that names the current version of every targets role. */
    public static final RoleName SNAPSHOT = new RoleName("snapshot");
    /** The top-level role where every search begins. */
    public static final RoleName TARGETS = new RoleName("targets");

    /** Refuses the empty and the overlong with a {@link JsonException}, since names come from documents. */
    public RoleName {
        if (value.isEmpty()) {
            throw JsonException.malformed("role name is empty");
        }
        if (value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw JsonException.limit("role name is longer than " + MAX_BYTES + " bytes");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoleName same && same.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** True for root, timestamp, snapshot and targets. */
    public boolean isTopLevel() {
        return switch (value) {
            case "root", "timestamp", "snapshot", "targets" -> true;
            default -> false;
        };
    }

    @Override
    public int compareTo(RoleName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
