package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.RoleFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A role file is read as one kind of role at most; its versions lie within 1 and 2^31-1; and the bytes that its signatures
 * are over are what another reader, which builds a tree first, makes of {@code signed} (TUF 4, tuf.md 2).
 */
final class RoleFileTarget implements FuzzTarget {
    private static final List<RoleFormat<?>> FORMATS =
            List.of(RoleFormat.ROOT, RoleFormat.TIMESTAMP, RoleFormat.SNAPSHOT, RoleFormat.TARGETS);

    private final JsonReader reader = JsonReader.with(JsonLimits.signed(1 << 20));

    @Override
    public void look(byte[] input) {
        Bytes file = Bytes.copyOf(input);
        List<Signed<?>> read = new ArrayList<>();
        for (RoleFormat<?> format : FORMATS) {
            try {
                read.add(format.read(file));
            } catch (JsonException e) {
                Held.that(e.getMessage() != null, "refused without a word");
            }
        }
        Held.that(read.size() <= 1, "readable as several roles");
        for (Signed<?> signed : read) {
            Role role = signed.role();
            Held.that(role.version() >= 1 && role.version() <= TufLimits.MAX_VERSION, "version " + role.version());
            Held.that(signed.raw().equals(file), "other bytes are kept");
            Json tree = reader.readObject(file).get("signed").orElseThrow();
            Held.that(signed.canonical().equals(OlpcWriter.write(tree)), "other bytes are verified than are read");
        }
        drafted(file);
    }

    /** What is offered for signing keeps its bytes. */
    private static void drafted(Bytes file) {
        Step<RoleFile> draft = RoleFile.of(file);
        if (draft instanceof Step.Done<RoleFile> done) {
            Held.that(done.value().bytes().equals(file), "a draft changes the bytes that it was read from");
        }
    }

    @Override
    public List<Bytes> seeds() {
        return Samples.ending(
                "role-root.sample.json",
                "role-timestamp.sample.json",
                "role-snapshot.sample.json",
                "role-targets.sample.json",
                "role-releases.sample.json");
    }
}
