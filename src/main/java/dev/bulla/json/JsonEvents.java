package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a signed document event by event, without building it: for role files with a million targets. It refuses exactly
 * what {@link JsonReader} refuses under {@link JsonLimits#signed}, works in time linear in the document, and notices on
 * the way whether a range of the document already is in canonical form, so that nothing needs to be rebuilt to check a
 * signature.
 *
 * <p>Member names that arrive in canonical order are compared with their predecessor alone; only an object that is out of
 * order pays for a set of its names.
 */
public final class JsonEvents {
    /** What was read. */
    public enum Event {
        /** An object begins. */
        BEGIN_OBJECT,
        /** The object ends. */
        END_OBJECT,
        /** An array begins. */
        BEGIN_ARRAY,
        /** The array ends. */
        END_ARRAY,
        /** A member name; its value follows. */
        NAME,
        /** A string. */
        TEXT,
        /** An integer of at most 2^53-1 in size. */
        WHOLE,
        /** {@code true}. */
        TRUE,
        /** {@code false}. */
        FALSE,
        /** {@code null}. */
        NULL,
        /** The document ended well. */
        END
    }

    private enum Expected {
        VALUE,
        FIRST_ITEM,
        FIRST_NAME,
        NEXT
    }

    private static final int MAX_DEPTH = JsonLimits.MAX_DEPTH;

    private final Bytes document;
    private final JsonTokens tokens;
    private final boolean[] inObject = new boolean[MAX_DEPTH + 1];
    private int depth;
    private int at;
    private Expected expected = Expected.VALUE;
    private Event event = Event.END;
    private boolean canonical = true;

    /** Absent at a second reading, which must not cost a third. */
    private final @Nullable MemberNames names;

    private JsonEvents(Bytes document, int from, boolean firstReading) {
        this.document = document;
        this.names = firstReading ? new MemberNames(document, MAX_DEPTH) : null;
        this.tokens = new JsonTokens(document, JsonLimits.MAX_TEXT);
        this.at = from;
    }

    /**
     * The events of {@code document}, a signed document with at most {@code maxBytes}.
     *
     * @throws JsonException when it is longer or not UTF-8; later calls throw it for whatever else is wrong
     */
    public static JsonEvents of(Bytes document, int maxBytes) {
        if (document.length() > maxBytes) {
            throw JsonException.limit(
                    "document has " + document.length() + " bytes, at most " + maxBytes + " are read");
        }
        StrictUtf8.check(document);
        return new JsonEvents(document, 0, true);
    }

    /**
     * The events of the value that begins at byte {@code from} of a document that was read to its end before; nothing that
     * was checked then is checked again, and whether it is canonical is not said.
     */
    public static JsonEvents within(Bytes document, int from) {
        return new JsonEvents(document, from, false);
    }

    /** Reads on. */
    public Event next() {
        event = switch (expected) {
            case VALUE -> value(skipSpace());
            case FIRST_ITEM -> skipSpace() == ']' ? close(Event.END_ARRAY) : value(peek());
            case FIRST_NAME -> skipSpace() == '}' ? close(Event.END_OBJECT) : name(peek());
            case NEXT -> afterValue();
        };
        return event;
    }

    /** The last event again. */
    public Event current() {
        return event;
    }

    private Event afterValue() {
        if (depth == 0) {
            if (skipSpace() >= 0) {
                throw JsonException.malformed("something follows the document");
            }
            return Event.END;
        }
        boolean object = inObject[depth];
        int b = skipSpace();
        if (b == (object ? '}' : ']')) {
            return close(object ? Event.END_OBJECT : Event.END_ARRAY);
        }
        if (b != ',') {
            throw unexpected();
        }
        at++;
        return object ? name(skipSpace()) : value(skipSpace());
    }

    private Event value(int b) {
        switch (b) {
            case '{' -> {
                return open(true);
            }
            case '[' -> {
                return open(false);
            }
            case '"' -> tokens.string(at);
            case 't' -> tokens.literal(at, "true");
            case 'f' -> tokens.literal(at, "false");
            case 'n' -> tokens.literal(at, "null");
            default -> {
                if (b != '-' && (b < '0' || b > '9')) {
                    throw unexpected();
                }
                tokens.integer(at);
            }
        }
        canonical &= tokens.canonical;
        at = tokens.end;
        expected = Expected.NEXT;
        return switch (b) {
            case '"' -> Event.TEXT;
            case 't' -> Event.TRUE;
            case 'f' -> Event.FALSE;
            case 'n' -> Event.NULL;
            default -> Event.WHOLE;
        };
    }

    private Event open(boolean object) {
        if (++depth > MAX_DEPTH) {
            throw JsonException.limit("document is nested deeper than " + MAX_DEPTH);
        }
        inObject[depth] = object;
        if (object && names != null) {
            names.open(depth, at);
        }
        tokens.start = at;
        tokens.end = ++at;
        expected = object ? Expected.FIRST_NAME : Expected.FIRST_ITEM;
        return object ? Event.BEGIN_OBJECT : Event.BEGIN_ARRAY;
    }

    private Event close(Event closing) {
        tokens.start = at;
        tokens.end = ++at;
        depth--;
        expected = Expected.NEXT;
        return closing;
    }

    private Event name(int b) {
        if (b != '"') {
            throw unexpected();
        }
        tokens.string(at);
        canonical &= tokens.canonical;
        at = tokens.end;
        if (names != null) {
            canonical &= names.add(depth, tokens);
        }
        if (skipSpace() != ':') {
            throw unexpected();
        }
        at++;
        expected = Expected.VALUE;
        return Event.NAME;
    }

    /** The next byte that is no white space, or -1 at the end; white space is never canonical. */
    private int skipSpace() {
        while (at < document.length()) {
            byte b = document.at(at);
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xFF;
            }
            canonical = false;
            at++;
        }
        return -1;
    }

    private int peek() {
        return at < document.length() ? document.at(at) & 0xFF : -1;
    }

    private JsonException unexpected() {
        return JsonException.malformed(at >= document.length() ? "document ends too early" : "not JSON at byte " + at);
    }

    /** First byte of the last token; of a string its quotation mark. */
    public int start() {
        return tokens.start;
    }

    /** Behind the last token. */
    public int end() {
        return tokens.end;
    }

    /** The string or member name just read. */
    public String text() {
        return tokens.text();
    }

    /** True when the string or member name just read is {@code ascii}. */
    public boolean is(String ascii) {
        return tokens.is(ascii);
    }

    /** The integer just read. */
    public long whole() {
        return tokens.whole;
    }

    /** From here on {@link #isCanonical} speaks; call it when the first event of the range has just been read. */
    public void markCanonical() {
        canonical = true;
    }

    /** True when everything since {@link #markCanonical} is spelled as canonical JSON spells it. */
    public boolean isCanonical() {
        return canonical;
    }

    /** Reads to the end of the value whose first event was just read. */
    public void skip() {
        if (event != Event.BEGIN_OBJECT && event != Event.BEGIN_ARRAY) {
            return;
        }
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** The value whose first event was just read. */
    public Json value() {
        return switch (event) {
            case BEGIN_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (next() == Event.NAME) {
                    String name = text();
                    next();
                    members.put(name, value());
                }
                yield new Json.Obj(members);
            }
            case BEGIN_ARRAY -> {
                List<Json> items = new ArrayList<>();
                while (next() != Event.END_ARRAY) {
                    items.add(value());
                }
                yield new Json.Arr(items);
            }
            case TEXT -> new Json.Text(text());
            case WHOLE -> Json.whole(whole());
            case TRUE -> new Json.Bool(true);
            case FALSE -> new Json.Bool(false);
            case NULL -> new Json.Null();
            case NAME, END_OBJECT, END_ARRAY, END -> throw new IllegalStateException("no value begins here");
        };
    }
}
