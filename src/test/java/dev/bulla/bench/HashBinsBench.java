package dev.bulla.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lookup moves when the targets lie in hash bins (TAP 15): everything, and when nothing has changed. */
class HashBinsBench {
    private static final long COLD_GOAL = 700_000;
    private static final long WARM_GOAL = 4_000;

    @TempDir
    Path folder;

    @Test
    void bytesOfALookup() throws IOException {
        Report report = Report.of("hash-bins");
        for (int targets : List.of(10_000, 100_000, 1_000_000)) {
            for (int bits : targets == 1_000_000 ? List.of(8, 9, 10, 11) : List.of(6, 8)) {
                measure(report, targets, bits);
            }
        }
    }

    private void measure(Report report, int targets, int bits) throws IOException {
        Path directory = folder.resolve(targets + "-" + bits);
        LargeRepository.binned(directory, targets, bits);
        CountingSource source = new CountingSource(new DirectorySource(directory));
        SimulatedMemory memory =
                SimulatedMemory.pinned(Bytes.adopt(Files.readAllBytes(directory.resolve("1.root.json"))));
        lookUp(source, memory, targets / 2);
        List<String> requests = List.copyOf(source.requests());
        long cold = source.moved();
        lookUp(source, memory, targets / 2);
        assertThat(source.requests()).hasSize(1);
        long warm = source.moved();
        report.line("%d targets in %d bins as files: %s", targets, 1 << bits, requests);
        report.goal("cold lookup", cold, COLD_GOAL, "bytes");
        report.goal("warm lookup, nothing new", warm, WARM_GOAL, "bytes");
    }

    private static void lookUp(CountingSource source, SimulatedMemory memory, int number) {
        new Client(source, memory, TufLimits.defaults(), line -> {})
                .refresh(SimulatedPublisher.NOW)
                .orThrow()
                .find(new TargetPath(LargeRepository.path(number)))
                .orThrow();
    }
}
