package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.TestKeys;
import dev.bulla.fuzz.FuzzTarget;
import dev.bulla.fuzz.Scratch;
import dev.bulla.json.Json;
import dev.bulla.oci.Place;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A repository says the same by its files, over HTTP and over OCI, whatever its publisher or somebody in between did to it
 * (tuf.md 11.1). An input is a list of pairs: what is done, and to which role.
 */
public final class TwoWaysTarget implements FuzzTarget {
    private static final int MAX_MOVES = 10;
    private static final int MOVES = 9;

    /** The moves that nobody needs a key for: files removed and changed. */
    private static final Set<Integer> IN_BETWEEN = Set.of(6, 7);

    private static final List<String> ROLES = List.of("timestamp", "snapshot", "targets", "releases", "root");

    private final Path folder = Scratch.folder();

    @Override
    public void look(byte[] input) {
        SimulatedPublisher publisher = OneRepository.repository();
        Bytes pinned = publisher.roots().get(0);
        moves(publisher, input, false);
        moves(publisher, input, true); // a head has one file of each role: what is replaced is what was published last
        String expected = OneRepository.verdict(new SimulatedSource(publisher), pinned);
        Path layout = folder.resolve("layout");
        try {
            same(expected, OneRepository.inLayout(publisher, pinned, new Place.LayoutPlace(layout, false)), "over OCI");
        } finally {
            Scratch.remove(layout);
        }
        if (input.length % 8 == 0) { // a server for each input takes its time
            same(expected, OneRepository.overHttp(publisher, pinned), "over HTTP");
        }
    }

    private static void moves(SimulatedPublisher publisher, byte[] input, boolean inBetween) {
        for (int i = 0; i + 1 < input.length && i < 2 * MAX_MOVES; i += 2) {
            int what = input[i] & 0xff;
            if (IN_BETWEEN.contains(what % MOVES) == inBetween) {
                move(publisher, what, input[i + 1] & 0xff);
            }
        }
    }

    private static void same(String expected, String verdict, String way) {
        if (!verdict.equals(expected)) {
            throw new AssertionError("by files: " + expected + "; " + way + ": " + verdict);
        }
    }

    private static void move(SimulatedPublisher publisher, int what, int which) {
        String role = ROLES.get(which % ROLES.size());
        boolean root = role.equals("root");
        switch (what % MOVES) {
            case 0 -> publisher.expire(role, SimulatedPublisher.NOW.plus(Duration.ofSeconds(which - 128L)));
            case 1 -> publisher.signers(role).clear();
            case 2 -> publisher.publish("targets", "releases");
            case 3 -> {
                publisher.rekey(root ? "timestamp" : ROLES.get(which % 3), 1 + which % 2, TestKeys.seeded("k" + which));
                publisher.publishRoot();
            }
            case 4 -> publisher.version(role, 1 + which % 7);
            case 5 -> publisher.listsHashes(which % 2 == 0).relist();
            case 6 -> file(publisher, role).ifPresent(name -> publisher.remove(name));
            case 7 ->
                file(publisher, role)
                        .ifPresent(name -> publisher
                                .metadata(name)
                                .ifPresent(content -> publisher.replace(name, corrupted(content, what * 7 + which))));
            default -> publisher.set("releases", "targets", Json.Obj.empty()).publish("releases");
        }
    }

    private static Optional<String> file(SimulatedPublisher publisher, String role) {
        return switch (role) {
            case "root" -> Optional.empty();
            case "timestamp" -> Optional.of("timestamp.json");
            default -> Optional.of(publisher.version(role) + "." + role + ".json");
        };
    }

    private static Bytes corrupted(Bytes content, int by) {
        byte[] bytes = content.toByteArray();
        bytes[by % bytes.length] ^= 1;
        return Bytes.adopt(bytes);
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Bytes.empty(),
                Bytes.copyOf(new byte[] {3, 0, 2, 0, 3, 4, 2, 0}),
                Bytes.copyOf(new byte[] {0, 1, 2, 0}),
                Bytes.copyOf(new byte[] {1, 2, 5, 0}),
                Bytes.copyOf(new byte[] {7, 3, 6, 2}),
                Bytes.copyOf(new byte[] {4, 3, 2, 0, 5, 1, 8, 0}));
    }
}
