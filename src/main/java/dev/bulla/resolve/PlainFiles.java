package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import java.io.OutputStream;
import java.util.Optional;

/** Files of a web server or of a directory, by relative address: percent-encoded, {@code /} between segments. */
interface PlainFiles {
    /**
     * A whole file; empty only when the place answers that there is none.
     *
     * @param limit most bytes that are read; more are refused with {@code LIMIT_EXCEEDED}
     */
    Optional<Bytes> get(String address, int limit);

    /** Writes a file to {@code sink} while it arrives; false only when the place answers that there is none. */
    boolean download(String address, OutputStream sink, long limit);

    /** Where an address points, for messages. */
    String shown(String address);
}
