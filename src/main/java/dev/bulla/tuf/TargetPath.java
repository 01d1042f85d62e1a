package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.json.JsonException;
import java.nio.charset.StandardCharsets;

/**
 * The name of a target: text of at most 4 KiB of UTF-8 that the publisher chose. It is no path of any file system; it
 * becomes a file name or an address only through an encoder.
 *
 * @param value the path as metadata spell it, {@code /} between its segments
 */
public record TargetPath(String value) {
    /** 4 KiB: the longest path of the common file systems that publishers describe (tuf.md 8). */
    public static final int MAX_BYTES = 4096;

    /** Refuses the empty and the overlong with a {@link JsonException}, since paths come from documents. */
    public TargetPath {
        if (value.isEmpty()) {
            throw JsonException.malformed("target path is empty");
        }
        if (value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw JsonException.limit("target path is longer than " + MAX_BYTES + " bytes");
        }
    }

    /** The sha256 of the path, by which {@code path_hash_prefixes} and bins assign it (TUF 4.5, TAP 15). */
    Bytes sha256() {
        return HashFunction.SHA256.hash(Bytes.utf8(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
