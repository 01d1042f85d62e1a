package dev.bulla.registry;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a request sends: a known number of bytes, written while they are read, never held whole.
 *
 * @param type value of {@code Content-Type}
 * @param length number of bytes that {@code writer} writes
 * @param writer writes them
 * @param repeatable whether sending it again costs nothing worth mentioning
 */
record Body(String type, long length, Writer writer, boolean repeatable) {
    /** Writes the bytes; called once for each attempt. */
    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    static Body of(String type, Bytes content) {
        return new Body(type, content.length(), content::writeTo, true);
    }
}
