package dev.bulla.crypto;

import org.jspecify.annotations.Nullable;

/**
 * The name under which a document refers to a key: opaque text of at most 1 KiB (TAP 12). It selects keys; it never
 * counts as one.
 *
 * @param value for keys made by Bulla the sha256 of the canonical key object, 64 hex digits
 */
public record KeyId(String value) implements Comparable<KeyId> {
    /** Longest key id that is read, in UTF-16 units. */
    public static final int MAX_LENGTH = 1024;

    /** Refuses the empty and the overlong. */
    public KeyId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "key id has " + value.length() + " characters, 1 to " + MAX_LENGTH + " are allowed");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyId same && same.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The first twelve characters, for terminals. */
    public String brief() {
        return value.length() <= 12 ? value : value.substring(0, 12) + "…";
    }

    @Override
    public int compareTo(KeyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
