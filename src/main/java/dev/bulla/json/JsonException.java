package dev.bulla.json;

import dev.bulla.bytes.Quoted;

/**
 * A document is not the JSON that was due: not well-formed, beyond a limit, or of the wrong shape. The message is one
 * line that names the place in the document. Callers turn it into their own reason; it is unchecked so that parsers read
 * as straight text, and every parser of foreign bytes has one catch of it at its door.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Code points; a document decides how long a member name in a message is. */
    private static final int MAX_MESSAGE = 300;

    private final boolean limit;

    private JsonException(String message, boolean limit) {
        super(Quoted.plain(message, MAX_MESSAGE)); // places and quotes come from the document
        this.limit = limit;
    }

    /** The document is malformed. */
    public static JsonException malformed(String message) {
        return new JsonException(message, false);
    }

    /** The document exceeds a named limit. */
    public static JsonException limit(String message) {
        return new JsonException(message, true);
    }

    /** True when a limit was exceeded, false when the document is malformed. */
    public boolean isLimit() {
        return limit;
    }
}
