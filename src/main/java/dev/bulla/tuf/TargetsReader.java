package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonEvents;
import dev.bulla.json.JsonEvents.Event;
import dev.bulla.json.JsonException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code signed} part of a targets role in one pass, checking every entry and keeping none. */
final class TargetsReader {
    private final JsonEvents events;
    private final Bytes raw;
    private long[] index = new long[16];
    private int count;
    private boolean listed;

    private TargetsReader(JsonEvents events, Bytes raw) {
        this.events = events;
        this.raw = raw;
    }

    /** Reads the object that has just begun. */
    static Targets read(JsonEvents events, Bytes raw) {
        return new TargetsReader(events, raw).read();
    }

    private Targets read() {
        if (events.current() != Event.BEGIN_OBJECT) {
            throw JsonException.malformed("signed is not an object");
        }
        Map<String, Json> others = new LinkedHashMap<>();
        while (events.next() == Event.NAME) {
            if (events.is("targets")) {
                events.next();
                entries();
            } else {
                String name = events.text();
                events.next();
                others.put(name, events.value());
            }
        }
        if (!listed) {
            throw JsonException.malformed("signed.targets is missing");
        }
        Fields signed = Fields.of(new Json.Obj(others), "signed");
        RoleHeader header = RoleHeader.read(signed, "targets", List.of("delegations"));
        Delegations delegations =
                signed.optionalObject("delegations").map(Delegations::read).orElseGet(Delegations.None::new);
        return new Targets(header, delegations, raw, Arrays.copyOf(index, count));
    }

    private void entries() {
        begin("signed.targets");
        listed = true;
        while (events.next() == Event.NAME) {
            String path = new TargetPath(events.text()).value();
            if (count == index.length) {
                index = Arrays.copyOf(index, count + (count >> 1));
            }
            index[count++] = Targets.indexed(path, events.start());
            events.next();
            entry();
        }
    }

    private void entry() {
        begin("target");
        boolean length = false;
        boolean hashes = false;
        while (events.next() == Event.NAME) {
            if (events.is("length")) {
                length = true;
                if (events.next() != Event.WHOLE || events.whole() < 0) {
                    throw JsonException.malformed("target.length is not a size at byte " + events.start());
                }
            } else if (events.is("hashes")) {
                hashes = true;
                events.next();
                hashes();
            } else {
                events.next();
                events.skip();
            }
        }
        if (!length || !hashes) {
            throw JsonException.malformed("target without length or hashes at byte " + events.start());
        }
    }

    private void hashes() {
        begin("target.hashes");
        int values = 0;
        while (events.next() == Event.NAME) {
            values++;
            if (events.next() != Event.TEXT) {
                throw JsonException.malformed("target.hashes has a value that is no string at byte " + events.start());
            }
        }
        if (values == 0) {
            throw JsonException.malformed("target.hashes is empty at byte " + events.start());
        }
    }

    private void begin(String what) {
        if (events.current() != Event.BEGIN_OBJECT) {
            throw JsonException.malformed(what + " is not an object at byte " + events.start());
        }
    }
}
