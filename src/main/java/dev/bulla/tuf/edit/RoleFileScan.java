package dev.bulla.tuf.edit;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonEvents;
import dev.bulla.json.JsonEvents.Event;
import dev.bulla.json.JsonException;
import dev.bulla.tuf.TufLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the two members of a role file, without building what is signed. */
final class RoleFileScan {
    private int signedFrom = -1;
    private int signedTo;
    private boolean canonical;
    private int signaturesFrom = -1;
    private int signaturesTo;
    private Optional<String> type = Optional.empty();
    private long version;
    private final List<Json.Obj> entries = new ArrayList<>();
    private final List<KeyedSignature> signatures = new ArrayList<>();

    private RoleFileScan() {}

    /**
     * Where the members stand, half-open ranges, and what they hold.
     *
     * @param canonical the range of {@code signed} is its canonical form
     * @param entries the signatures as written, members that nobody knows included
     */
    record Found(
            int signedFrom,
            int signedTo,
            boolean canonical,
            int signaturesFrom,
            int signaturesTo,
            String type,
            long version,
            List<Json.Obj> entries,
            List<KeyedSignature> signatures) {
        Found {
            entries = List.copyOf(entries);
            signatures = List.copyOf(signatures);
        }
    }

    /** Refuses what has not the form of a role file with a {@link JsonException}. */
    static Found of(Bytes file) {
        JsonEvents events = JsonEvents.of(file, TufLimits.LISTED_BYTES * 4); // a million targets with their custom
        RoleFileScan scan = new RoleFileScan();
        scan.envelope(events);
        if (scan.signedFrom < 0 || scan.signaturesFrom < 0) {
            throw JsonException.malformed((scan.signedFrom < 0 ? "signed" : "signatures") + " is missing");
        }
        if (scan.type.isEmpty() || scan.version < 1 || scan.version > TufLimits.MAX_VERSION) {
            throw JsonException.malformed("signed has no _type, or no version of 1 to " + TufLimits.MAX_VERSION);
        }
        return new Found(
                scan.signedFrom,
                scan.signedTo,
                scan.canonical,
                scan.signaturesFrom,
                scan.signaturesTo,
                scan.type.get(),
                scan.version,
                scan.entries,
                scan.signatures);
    }

    private void envelope(JsonEvents events) {
        if (events.next() != Event.BEGIN_OBJECT) {
            throw JsonException.malformed("document is not an object");
        }
        while (events.next() == Event.NAME) {
            boolean signed = events.is("signed");
            boolean listed = events.is("signatures");
            events.next();
            if (signed) {
                events.markCanonical();
                signedFrom = events.start();
                role(events);
                signedTo = events.end();
                canonical = events.isCanonical();
            } else if (listed) {
                signaturesFrom = events.start();
                signatures(events);
                signaturesTo = events.end();
            } else {
                events.skip();
            }
        }
        events.next(); // nothing may follow
    }

    private void role(JsonEvents events) {
        if (events.current() != Event.BEGIN_OBJECT) {
            throw JsonException.malformed("signed is not an object");
        }
        while (events.next() == Event.NAME) {
            boolean isType = events.is("_type");
            boolean isVersion = events.is("version");
            events.next();
            if (isType && events.current() == Event.TEXT) {
                type = Optional.of(events.text());
            } else if (isVersion && events.current() == Event.WHOLE) {
                version = events.whole();
            } else {
                events.skip();
            }
        }
    }

    /** Each key id at most once (TUF 4.2: "MUST be unique"). */
    private void signatures(JsonEvents events) {
        if (events.current() != Event.BEGIN_ARRAY) {
            throw JsonException.malformed("signatures is not an array");
        }
        Set<String> ids = new HashSet<>();
        while (events.next() != Event.END_ARRAY) {
            if (entries.size() == SignatureCount.MAX_SIGNATURES) {
                throw JsonException.limit("more than " + SignatureCount.MAX_SIGNATURES + " signatures");
            }
            Fields entry = Fields.of(events.value(), "signatures[" + entries.size() + "]");
            KeyedSignature signature = KeyedSignature.read(entry);
            if (!ids.add(signature.keyId().value())) {
                throw JsonException.malformed(
                        "signatures repeats key id " + signature.keyId().brief());
            }
            entries.add(entry.object());
            signatures.add(signature);
        }
    }
}
