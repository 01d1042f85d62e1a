package dev.bulla.json;

import dev.bulla.bytes.Quoted;
import java.util.OptionalLong;

/**
 * A document is not the JSON that was due: not well-formed, beyond a limit, or of the wrong shape. The message is one
 * line that names the place in the document. Callers turn it into their own reason; it is unchecked so that parsers read
 * as straight text, and every parser of foreign bytes has one catch of it at its door.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Code points; a document decides how long a member name in a message is. */
    private static final int MAX_MESSAGE = 300;

    /** No byte of the document is to blame. */
    private static final long NOWHERE = -1;

    private final boolean limit;
    private final String place;
    private final long offset;

    private JsonException(String message, boolean limit, String place, long offset) {
        super(Quoted.plain(message, MAX_MESSAGE)); // places and quotes come from the document
        this.limit = limit;
        this.place = place;
        this.offset = offset;
    }

    /** The document is malformed. */
    public static JsonException malformed(String message) {
        return new JsonException(message, false, "", NOWHERE);
    }

    /** The member or item at {@code place}, spelled as by {@link Fields#place}, is wrong; the message begins with it. */
    public static JsonException at(String place, String message) {
        return new JsonException((place.isEmpty() ? "document" : place) + " " + message, false, place, NOWHERE);
    }

    /** The document is not well-formed; this byte is the first that shows it. */
    static JsonException atByte(long offset, String message) {
        return new JsonException(message + " at byte " + offset, false, "", offset);
    }

    /** The document exceeds a named limit. */
    public static JsonException limit(String message) {
        return new JsonException(message, true, "", NOWHERE);
    }

    /** Where the wrong member or item stands, as by {@link Fields#place}; empty for the whole document or when unknown. */
    public String place() {
        return place;
    }

    /** The byte at which the document stops being well-formed, if that is what is wrong with it. */
    OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** True when a limit was exceeded, false when the document is malformed. */
    public boolean isLimit() {
        return limit;
    }
}
