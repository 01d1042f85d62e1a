package dev.bulla.oci;

import dev.bulla.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;

/** Content that can be read from its beginning any number of times, so that an upload can be tried again. */
@FunctionalInterface
public interface Content {
    /** A fresh stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    /** Content held in memory. */
    static Content of(Bytes bytes) {
        return bytes::newInputStream;
    }
}
