package dev.bulla.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulla.Verdict;
import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.BullaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The resolver over graphs that somebody rearranged: whatever is taken away, exchanged, renamed or corrupted, the one
 * artifact that the newest roles list is trusted or nothing is (trust.md 3.1). An input begins with what is asked for; then
 * three bytes are one change: which, of what, by what.
 */
final class GraphTarget implements FuzzTarget {
    private static final int MAX_CHANGES = 16;
    private static final String NAME = "org.opencontainers.image.ref.name";

    private final GraphWorld world = new GraphWorld(Scratch.folder());
    private final JsonMapper json = new JsonMapper();
    private final Path index = world.layout().resolve("index.json");
    private final byte[] untouched = read(index);
    private final List<Path> blobs = blobs();
    private final List<String> names = names();

    @Override
    public void look(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Set<Path> touched = new LinkedHashSet<>();
        ObjectNode listing = (ObjectNode) json.readTree(untouched);
        ArrayNode entries = (ArrayNode) listing.get("manifests");
        List<byte[]> before = new ArrayList<>();
        try {
            for (int at = 1; at + 2 < input.length && at < 3 * MAX_CHANGES; at += 3) {
                change(entries, input[at] & 0xff, input[at + 1] & 0xff, input[at + 2] & 0xff, touched, before);
            }
            Files.write(index, json.writeValueAsBytes(listing));
            judge(input[0] & 0xff);
        } finally {
            int i = 0;
            for (Path blob : touched) {
                Files.write(blob, before.get(i++));
            }
            Files.write(index, untouched);
        }
    }

    private void judge(int choice) {
        String asked =
                choice % 3 == 0 ? "@" + world.good() : choice % 3 == 1 ? ":1" : ":" + names.get(choice % names.size());
        try {
            if (world.verify(asked) instanceof Verdict.Trusted trusted) {
                Held.that(
                        trusted.subject().digest().equals(world.good()), asked + " is trusted as " + trusted.subject());
            }
        } catch (BullaException e) {
            Held.that(e.getMessage() != null, "refused without a word");
        }
    }

    private void change(ArrayNode entries, int what, int which, int by, Set<Path> touched, List<byte[]> before)
            throws IOException {
        if (what % 8 < 5 && entries.isEmpty()) {
            return;
        }
        switch (what % 8) {
            case 0 -> entries.remove(which % entries.size());
            case 1 -> rename(entry(entries, which), names.get(by % names.size()));
            case 2 -> exchange(entry(entries, which), entry(entries, by), "digest", "size", "mediaType");
            case 3 -> exchange(entry(entries, which), entry(entries, by), "annotations", "artifactType");
            case 4 -> entries.insert(by % entries.size(), entry(entries, which).deepCopy());
            case 5 -> touch(which, touched, before, content -> corrupted(content, by));
            case 6 -> touch(which, touched, before, content -> read(blobs.get(by % blobs.size())));
            default -> touch(which, touched, before, content -> new byte[by]);
        }
    }

    private static ObjectNode entry(ArrayNode entries, int which) {
        return (ObjectNode) entries.get(which % entries.size());
    }

    private static void rename(ObjectNode entry, String name) {
        entry.withObject("/annotations").put(NAME, name);
    }

    private static void exchange(ObjectNode one, ObjectNode other, String... members) {
        for (String member : members) {
            JsonNode mine = one.get(member);
            JsonNode theirs = other.get(member);
            put(one, member, theirs);
            put(other, member, mine);
        }
    }

    private static void put(ObjectNode entry, String member, JsonNode value) {
        if (value == null) {
            entry.remove(member);
        } else {
            entry.set(member, value);
        }
    }

    private interface Edit {
        byte[] of(byte[] content);
    }

    private void touch(int which, Set<Path> touched, List<byte[]> before, Edit edit) throws IOException {
        Path blob = blobs.get(which % blobs.size());
        byte[] content = read(blob);
        if (touched.add(blob)) {
            before.add(content);
        }
        Files.write(blob, edit.of(content));
    }

    private static byte[] corrupted(byte[] content, int by) {
        byte[] changed = content.clone();
        if (changed.length > 0) {
            changed[by * 31 % changed.length] ^= (byte) (1 + by % 255);
        }
        return changed;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> blobs() {
        try (Stream<Path> files = Files.list(world.layout().resolve("blobs/sha256"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        List<String> found = new ArrayList<>();
        try {
            for (JsonNode entry : json.readTree(untouched).get("manifests")) {
                JsonNode name = entry.path("annotations").path(NAME);
                if (name.isTextual()) {
                    found.add(name.textValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.copyOf(new byte[] {1}),
                Bytes.copyOf(new byte[] {1, 0, 0, 0}),
                Bytes.copyOf(new byte[] {1, 1, 1, 0, 1, 2, 1}),
                Bytes.copyOf(new byte[] {0, 2, 0, 1, 3, 4, 5}),
                Bytes.copyOf(new byte[] {1, 5, 0, 9, 6, 1, 2, 7, 3, 0}),
                Bytes.copyOf(new byte[] {2, 4, 0, 3, 1, 0, 2, 1, 3, 1, 0, 5, 0}));
    }
}
