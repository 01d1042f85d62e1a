package dev.bulla.json;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JsonEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the canonical form of a range of a document straight from its events, in memory linear in the range: what {@link
 * OlpcWriter} would write of the same value, without the value.
 */
public final class CanonicalRange {
    private final JsonEvents events;
    private byte[] out;
    private int length;

    private CanonicalRange(JsonEvents events, int expected) {
        this.events = events;
        this.out = new byte[Math.max(64, expected)];
    }

    /** The canonical form of the value at {@code [from, to)} of a document that was read to its end before. */
    public static Bytes of(Bytes document, int from, int to) {
        CanonicalRange range = new CanonicalRange(JsonEvents.within(document, from), to - from);
        range.events.next();
        range.value();
        return Bytes.adopt(Arrays.copyOf(range.out, range.length));
    }

    private void value() {
        switch (events.current()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array();
            case TEXT -> text(events.text());
            case WHOLE -> ascii(Long.toString(events.whole()));
            case TRUE -> ascii("true");
            case FALSE -> ascii("false");
            case NULL -> ascii("null");
            case NAME, END_OBJECT, END_ARRAY, END -> throw new IllegalStateException("no value begins here");
        }
    }

    private void array() {
        put('[');
        boolean first = true;
        while (events.next() != Event.END_ARRAY) {
            if (!first) {
                put(',');
            }
            first = false;
            value();
        }
        put(']');
    }

    /** A member of an object: its name and where {@code "name":value} was written. */
    private record Member(String name, int from, int to) {}

    private void object() {
        put('{');
        int begin = length;
        List<Member> members = new ArrayList<>();
        boolean ordered = true;
        String last = "";
        while (events.next() == Event.NAME) {
            String name = events.text();
            ordered &= members.isEmpty() || OlpcWriter.CODE_POINT_ORDER.compare(last, name) < 0;
            last = name;
            if (!members.isEmpty()) {
                put(',');
            }
            int from = length;
            text(name);
            put(':');
            events.next();
            value();
            members.add(new Member(name, from, length));
        }
        if (!ordered) {
            members.sort((a, b) -> OlpcWriter.CODE_POINT_ORDER.compare(a.name(), b.name()));
            rearrange(members, begin);
        }
        put('}');
    }

    /** Writes the members again, in order. */
    private void rearrange(List<Member> members, int begin) {
        byte[] written = Arrays.copyOfRange(out, begin, length);
        length = begin;
        boolean first = true;
        for (Member member : members) {
            if (!first) {
                put(',');
            }
            first = false;
            int size = member.to() - member.from();
            reserve(size);
            System.arraycopy(written, member.from() - begin, out, length, size);
            length += size;
        }
    }

    private void text(String text) {
        put('"');
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                put('\\');
            }
            put(b);
        }
        put('"');
    }

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(int b) {
        reserve(1);
        out[length++] = (byte) b;
    }

    private void reserve(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(length + more, out.length + (out.length >> 1)));
        }
    }
}
