package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.StorageException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The highest revisions of targets that were trusted, in one file beside the trusted roles. Its name is none that a role
 * could have.
 */
final class Revisions {
    static final String FILE = ".revisions";

    /** Some 40 000 names of ordinary length; beyond that the oldest knowledge is worth less than a readable file. */
    private static final int MAX_BYTES = 4 << 20;

    private final Path directory;
    private final StagedFiles files;

    Revisions(Path directory, StagedFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /** The revision remembered for {@code target} under these keys; 0 for none. */
    long of(String target, String keys) {
        try {
            Fields known = Fields.of(read(), "");
            if (!known.has(target)) {
                return 0;
            }
            Fields entry = known.object(target);
            return entry.text("keys").equals(keys) ? entry.whole("seq", 1, Long.MAX_VALUE) : 0;
        } catch (JsonException e) {
            throw new StorageException(
                    directory.resolve(FILE) + " cannot be read: " + e.getMessage(),
                    e,
                    "it remembers which revisions were trusted; deleting it forgets them");
        }
    }

    /** Remembers a revision that is higher than the one remembered. */
    void raise(String target, String keys, long revision) {
        if (revision <= of(target, keys)) {
            return;
        }
        Json.Obj entry = Json.Obj.empty().with("keys", Json.text(keys)).with("seq", Json.whole(revision));
        Bytes changed = PlainWriter.write(read().with(target, entry));
        if (changed.length() > MAX_BYTES) {
            throw new StorageException(
                    directory.resolve(FILE) + " would grow beyond " + MAX_BYTES + " bytes",
                    "deleting it forgets which revisions were trusted");
        }
        files.write(FILE, changed);
    }

    private Json.Obj read() {
        Optional<Bytes> file = files.find(FILE).or(() -> RoleDirectory.readFile(directory.resolve(FILE), MAX_BYTES));
        return file.isPresent() ? JsonReader.with(JsonLimits.manifest()).readObject(file.get()) : Json.Obj.empty();
    }
}
