package dev.bulla.publish;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.StorageException;
import dev.bulla.trust.JournalDirectory;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What this machine has signed and has not yet seen published by somebody who built upon it (trust.md section 11.4). Where a
 * registry knows no conditional write, a writer can be overwritten after it looked; whoever signs next on this machine
 * publishes again what was lost. One file for each namespace, {@code pending.json} in the words of the design.
 */
public final class Journal {
    /** A hundred thousand names; whoever signs more at once is published before the next one signs. */
    private static final int MAX_BYTES = 64 << 20;

    private final JournalDirectory directory;

    /** Kept below {@code directory}. */
    public Journal(Path directory) {
        this.directory = new JournalDirectory(directory);
    }

    /**
     * A target that was signed.
     *
     * @param target what was signed
     * @param role the role that lists it
     * @param version the version of that role from which on it does
     * @param timestamp the version of the timestamp under which it was published; 0 when it was handed over
     */
    public record Pending(NewTarget target, RoleName role, long version, long timestamp) {}

    /** What is pending in a namespace, in the order of signing. */
    public List<Pending> pending(String namespace) {
        return directory.read(namespace, MAX_BYTES).map(Journal::read).orElse(List.of());
    }

    /** Notes what was signed; a name that is noted already is noted anew. */
    public void note(String namespace, List<Pending> signed) {
        update(namespace, before -> {
            Map<TargetPath, Pending> noted = new LinkedHashMap<>();
            before.forEach(one -> noted.put(one.target().path(), one));
            signed.forEach(one -> noted.put(one.target().path(), one));
            return List.copyOf(noted.values());
        });
    }

    /** Forgets what has been seen published. */
    public void forget(String namespace, Predicate<Pending> seen) {
        if (!pending(namespace).isEmpty()) {
            update(namespace, before -> before.stream().filter(seen.negate()).toList());
        }
    }

    private void update(String namespace, UnaryOperator<List<Pending>> change) {
        directory.update(namespace, MAX_BYTES, before -> {
            List<Pending> after = change.apply(before.map(Journal::read).orElse(List.of()));
            return after.isEmpty() ? Optional.empty() : Optional.of(write(after));
        });
    }

    private static Bytes write(List<Pending> pending) {
        List<Json> entries = new ArrayList<>();
        for (Pending one : pending) {
            NewTarget target = one.target();
            Json.Obj hashes = Json.Obj.empty();
            for (Map.Entry<String, String> hash : target.hashes().listed().entrySet()) {
                hashes = hashes.with(hash.getKey(), Json.text(hash.getValue()));
            }
            entries.add(Json.Obj.empty()
                    .with("path", Json.text(target.path().value()))
                    .with("kind", Json.text(target.kind()))
                    .with("length", Json.whole(target.length()))
                    .with("hashes", hashes)
                    .with("oci", target.oci().plain().toJson())
                    .with("role", Json.text(one.role().value()))
                    .with("roleVersion", Json.whole(one.version()))
                    .with("timestamp", Json.whole(one.timestamp())));
        }
        return PlainWriter.write(
                Json.Obj.empty().with("version", Json.whole(1)).with("pending", new Json.Arr(entries)));
    }

    private static List<Pending> read(Bytes file) {
        try {
            Fields document = Fields.of(
                            JsonReader.with(JsonLimits.signed(MAX_BYTES)).read(file), "")
                    .only("version", "pending");
            document.whole("version", 1, 1);
            return document.each(
                    "pending",
                    (entry, index) -> new Pending(
                            new NewTarget(
                                    new TargetPath(entry.text("path")),
                                    entry.text("kind"),
                                    entry.whole("length", 0, Long.MAX_VALUE),
                                    hashes(entry.object("hashes")),
                                    Descriptor.read(entry.object("oci"))),
                            new RoleName(entry.text("role")),
                            entry.whole("roleVersion", 1, TufLimits.MAX_VERSION),
                            entry.whole("timestamp", 0, TufLimits.MAX_VERSION)));
        } catch (JsonException e) {
            throw new StorageException(
                    "the journal of what was signed here cannot be read: " + e.getMessage(),
                    e,
                    "look at it, and delete it if everything you signed is published");
        }
    }

    private static Hashes hashes(Fields listed) {
        Map<String, String> hashes = new LinkedHashMap<>();
        listed.object().members().keySet().forEach(name -> hashes.put(name, listed.text(name)));
        return new Hashes(hashes);
    }
}
