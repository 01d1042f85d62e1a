package dev.bulla.trust;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Hex;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code trust.lock}: what was seen of TUF repositories, committed beside a deployment for machines that remember nothing
 * (trust.md section 10.3). Whoever may change the file may lower it, as with everything that is committed.
 *
 * @param repositories by the namespace that their roles are for, or the name that a policy gives them
 */
public record LockFile(Map<String, LockedRepository> repositories) {
    /** 4 MiB: ten thousand names with their revisions. */
    private static final int MAX_BYTES = 4 << 20;

    /** TUF versions end there. */
    private static final long MAX_VERSION = Integer.MAX_VALUE;

    /** Revisions are exact in every peer language. */
    private static final long MAX_REVISION = (1L << 53) - 1;

    private static final int SHA256_DIGITS = 64;

    /** Copies the map, sorted. */
    public LockFile {
        SortedMap<String, LockedRepository> sorted = new TreeMap<>(repositories);
        repositories = Collections.unmodifiableSortedMap(sorted);
    }

    /** A lock under which nothing has been seen. */
    public static LockFile empty() {
        return new LockFile(Map.of());
    }

    /**
     * Reads a file; empty when there is none.
     *
     * @throws StorageException when it cannot be read, or is not what {@link #write} writes: a lock that nobody understands
     *     does not count as none
     */
    public static Optional<LockFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            return Optional.of(parse(Bytes.adopt(content)));
        } catch (IOException e) {
            throw new StorageException("cannot read " + file + ": " + AtomicFile.describe(e), e);
        } catch (JsonException e) {
            throw new StorageException(
                    "cannot read " + file + ": " + e.getMessage(), e, "take it from version control");
        }
    }

    /**
     * Parses a lock; unknown members are errors.
     *
     * @throws JsonException when it is none
     */
    public static LockFile parse(Bytes document) {
        Fields fields = Fields.of(JsonReader.with(JsonLimits.signed(MAX_BYTES)).read(document), "")
                .only("version", "repositories");
        fields.whole("version", 1, 1);
        Fields all = fields.object("repositories");
        Map<String, LockedRepository> repositories = new LinkedHashMap<>();
        for (String name : all.object().members().keySet()) {
            repositories.put(name, repository(all.object(name)));
        }
        return new LockFile(repositories);
    }

    private static LockedRepository repository(Fields entry) {
        entry.only("root", "min", "keys", "seq", "asOf");
        Fields root = entry.object("root").only("version", "sha256");
        if (!Hex.isLower(root.text("sha256"), SHA256_DIGITS)) {
            throw JsonException.at(root.place("sha256"), "is not 64 lower-case hex digits");
        }
        Fields min = entry.object("min").only("timestamp", "snapshot", "roles");
        Fields keys = entry.object("keys").only("timestamp", "snapshot");
        return new LockedRepository(
                new LockedRepository.LockedRoot(root.whole("version", 1, MAX_VERSION), root.text("sha256")),
                min.whole("timestamp", 0, MAX_VERSION),
                min.whole("snapshot", 0, MAX_VERSION),
                numbers(min.object("roles"), MAX_VERSION),
                keys.texts("timestamp"),
                keys.texts("snapshot"),
                entry.optionalObject("seq")
                        .map(seq -> numbers(seq, MAX_REVISION))
                        .orElse(Map.of()),
                time(entry));
    }

    private static Map<String, Long> numbers(Fields map, long most) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        map.object().members().keySet().forEach(name -> numbers.put(name, map.whole(name, 0, most)));
        return numbers;
    }

    private static Instant time(Fields entry) {
        try {
            return Instant.parse(entry.text("asOf"));
        } catch (DateTimeParseException e) {
            throw JsonException.at(entry.place("asOf"), "is no time");
        }
    }

    /** What is locked of a repository. */
    public Optional<LockedRepository> of(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    /** The latest moment at which anything was seen: a clock before it is wrong. */
    public Optional<Instant> asOf() {
        return repositories.values().stream().map(LockedRepository::asOf).max(Instant::compareTo);
    }

    /** This lock raised by what was seen of a repository; never lowered, but for keys that were replaced. */
    public LockFile raised(String name, LockedRepository seen) {
        Map<String, LockedRepository> more = new TreeMap<>(repositories);
        more.merge(name, seen, LockedRepository::raisedBy);
        return new LockFile(more);
    }

    /** Replaces {@code file} in one step. */
    public void write(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent())
                .orElseThrow(() -> new StorageException(file + " is no file"));
        AtomicFile.write(folder, String.valueOf(file.getFileName()), false, toBytes()::writeTo);
    }

    /** The document, one fact a line, so that a change of it reads well where changes are reviewed. */
    public Bytes toBytes() {
        Json.Obj all = Json.Obj.empty();
        for (Map.Entry<String, LockedRepository> entry : repositories.entrySet()) {
            all = all.with(entry.getKey(), json(entry.getValue()));
        }
        Json.Obj document = Json.Obj.empty().with("version", Json.whole(1)).with("repositories", all);
        StringBuilder out = new StringBuilder();
        write(document, "\n", out);
        return Bytes.utf8(out.append('\n').toString());
    }

    private static Json.Obj json(LockedRepository entry) {
        Json.Obj min = Json.Obj.empty()
                .with("timestamp", Json.whole(entry.timestamp()))
                .with("snapshot", Json.whole(entry.snapshot()))
                .with("roles", numbers(entry.roles()));
        return Json.Obj.empty()
                .with(
                        "root",
                        Json.Obj.empty()
                                .with("version", Json.whole(entry.root().version()))
                                .with("sha256", Json.text(entry.root().sha256())))
                .with("min", min)
                .with(
                        "keys",
                        Json.Obj.empty()
                                .with("timestamp", texts(entry.timestampKeys()))
                                .with("snapshot", texts(entry.snapshotKeys())))
                .with("seq", numbers(entry.seq()))
                .with(
                        "asOf",
                        Json.text(entry.asOf().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static Json.Obj numbers(Map<String, Long> numbers) {
        Json.Obj object = Json.Obj.empty();
        for (Map.Entry<String, Long> entry : numbers.entrySet()) {
            object = object.with(entry.getKey(), Json.whole(entry.getValue()));
        }
        return object;
    }

    private static Json.Arr texts(List<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(Json.text(text)));
        return new Json.Arr(items);
    }

    /** A line for each member and item; what is empty stays on the line of its name. */
    private static void write(Json value, String margin, StringBuilder out) {
        String inner = margin + "  ";
        if (value instanceof Json.Obj object && !object.members().isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                out.append(separator)
                        .append(inner)
                        .append(plain(Json.text(member.getKey())))
                        .append(": ");
                write(member.getValue(), inner, out);
                separator = ",";
            }
            out.append(margin).append('}');
        } else if (value instanceof Json.Arr array && !array.items().isEmpty()) {
            String separator = "[";
            for (Json item : array.items()) {
                out.append(separator).append(inner);
                write(item, inner, out);
                separator = ",";
            }
            out.append(margin).append(']');
        } else {
            out.append(plain(value));
        }
    }

    private static String plain(Json value) {
        return PlainWriter.write(value).asUtf8().orElseThrow();
    }
}
