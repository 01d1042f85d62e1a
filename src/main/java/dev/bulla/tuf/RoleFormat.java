package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.json.Fields;
import dev.bulla.json.JsonEvents;
import dev.bulla.json.JsonEvents.Event;
import dev.bulla.json.JsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the files of one kind of role are read: the envelope {@code {"signatures","signed"}} (TUF 4.2) around the role.
 *
 * @param <R> the role
 */
public final class RoleFormat<R extends Role> {
    /** Files of root. */
    public static final RoleFormat<Root> ROOT = new RoleFormat<>((events, raw) -> Root.read(tree(events)));
    /** Files of timestamp. */
    public static final RoleFormat<Timestamp> TIMESTAMP =
            new RoleFormat<>((events, raw) -> Timestamp.read(tree(events)));
    /** Files of snapshot. */
    public static final RoleFormat<Snapshot> SNAPSHOT = new RoleFormat<>((events, raw) -> Snapshot.read(tree(events)));
    /** Files of targets and of every delegated role. */
    public static final RoleFormat<Targets> TARGETS = new RoleFormat<>(TargetsReader::read);

    private interface Inside<R> {
        R read(JsonEvents events, Bytes raw);
    }

    private final Inside<R> inside;

    private RoleFormat(Inside<R> inside) {
        this.inside = inside;
    }

    private static Fields tree(JsonEvents events) {
        return Fields.of(events.value(), "signed");
    }

    /**
     * Reads a file.
     *
     * @throws JsonException when it is not a file of this role, or beyond a limit
     */
    public Signed<R> read(Bytes file) {
        JsonEvents events = JsonEvents.of(file, Integer.MAX_VALUE); // whoever fetched the file bounded it
        if (events.next() != Event.BEGIN_OBJECT) {
            throw JsonException.malformed("document is not an object");
        }
        List<KeyedSignature> signatures = null;
        R role = null;
        Signed.Range range = null;
        while (events.next() == Event.NAME) {
            boolean signed = events.is("signed");
            boolean listed = events.is("signatures");
            events.next();
            if (signed) {
                events.markCanonical();
                int from = events.start();
                role = inside.read(events, file);
                range = new Signed.Range(from, events.end(), events.isCanonical());
            } else if (listed) {
                signatures = signatures(events);
            } else {
                events.skip();
            }
        }
        events.next(); // nothing may follow
        return whole(role, file, signatures, range);
    }

    private static <R extends Role> Signed<R> whole(
            @Nullable R role, Bytes file, @Nullable List<KeyedSignature> signatures, Signed.@Nullable Range range) {
        if (role == null || range == null) {
            throw JsonException.malformed("signed is missing");
        }
        if (signatures == null) {
            throw JsonException.malformed("signatures is missing");
        }
        return new Signed<>(role, file, signatures, range);
    }

    /** Each key id at most once (TUF 4.2: "MUST be unique"). */
    private static List<KeyedSignature> signatures(JsonEvents events) {
        if (events.current() != Event.BEGIN_ARRAY) {
            throw JsonException.malformed("signatures is not an array");
        }
        List<KeyedSignature> signatures = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        while (events.next() != Event.END_ARRAY) {
            if (signatures.size() == SignatureCount.MAX_SIGNATURES) {
                throw JsonException.limit("more than " + SignatureCount.MAX_SIGNATURES + " signatures");
            }
            KeyedSignature signature =
                    KeyedSignature.read(Fields.of(events.value(), "signatures[" + signatures.size() + "]"));
            if (!ids.add(signature.keyId().value())) {
                throw JsonException.malformed(
                        "signatures repeats key id " + signature.keyId().brief());
            }
            signatures.add(signature);
        }
        return signatures;
    }
}
