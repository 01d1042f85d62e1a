package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonEvents.Event;
import java.util.OptionalInt;

/** Lines of a document that a person wrote and has to put right; looked for only when something is wrong. */
public final class JsonLines {
    private final String wanted;

    /** The longest place seen so far that is {@code wanted} or holds it, and where it begins. */
    private String best = "";

    private int begins;

    private JsonLines(String wanted) {
        this.wanted = wanted;
    }

    /**
     * The line of {@code document} that {@code failure} is about, counted from 1; of a missing member the line where the
     * object begins. Empty when the failure is not about a part of the document.
     */
    public static OptionalInt of(Bytes document, JsonException failure) {
        if (failure.offset().isPresent()) {
            return OptionalInt.of(lineAt(document, failure.offset().getAsLong()));
        }
        if (failure.place().isEmpty()) {
            return OptionalInt.empty();
        }
        JsonLines lines = new JsonLines(failure.place());
        JsonEvents events = JsonEvents.within(document, 0);
        events.next();
        lines.walk(events, "");
        return OptionalInt.of(lineAt(document, lines.begins));
    }

    /** Walks the value whose first event was just read; only what may hold the wanted place is looked into. */
    private void walk(JsonEvents events, String place) {
        if (events.current() == Event.BEGIN_OBJECT) {
            while (events.next() == Event.NAME) {
                String member = place.isEmpty() ? events.text() : place + "." + events.text();
                int start = events.start();
                events.next();
                enter(events, member, start);
            }
        } else if (events.current() == Event.BEGIN_ARRAY) {
            for (int i = 0; events.next() != Event.END_ARRAY; i++) {
                enter(events, place + "[" + i + "]", events.start());
            }
        }
    }

    private void enter(JsonEvents events, String place, int start) {
        if (!wanted.startsWith(place)) {
            events.skip();
            return;
        }
        if (place.length() > best.length() && endsThere(place.length())) {
            best = place;
            begins = start;
        }
        walk(events, place);
    }

    private boolean endsThere(int length) {
        return wanted.length() == length || wanted.charAt(length) == '.' || wanted.charAt(length) == '[';
    }

    private static int lineAt(Bytes document, long offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, document.length()); i++) {
            if (document.at(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
