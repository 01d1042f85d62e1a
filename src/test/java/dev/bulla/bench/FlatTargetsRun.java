package dev.bulla.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads, checks and looks up: first in a cold machine, then again and again. */
final class FlatTargetsRun {
    private FlatTargetsRun() {}

    /** Directory of metadata, number of targets, number of repetitions. */
    public static void main(String... arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int targets = Integer.parseInt(arguments[1]);
        Gauge.time("cold", () -> lookUp(directory, targets / 2));
        Gauge.memory("cold");
        for (int i = 1; i <= Integer.parseInt(arguments[2]); i++) {
            int number = i;
            Gauge.time("warm" + i, () -> lookUp(directory, targets / (number + 2)));
        }
        yardsticks(Files.readAllBytes(directory.resolve("1.targets.json")));
    }

    /** What others do with the same bytes, for ratios that hold on any machine. */
    private static void yardsticks(byte[] file) throws IOException {
        for (int i = 0; i < 3; i++) {
            Gauge.time("sha256", () -> HashFunction.SHA256.hash(Bytes.adopt(file)));
            Gauge.time("tokens", () -> {
                try (JsonParser parser = new JsonFactory().createParser(file)) {
                    while (parser.nextToken() != null) {
                        parser.getTextLength();
                    }
                }
            });
        }
    }

    private static void lookUp(Path directory, int number) throws IOException {
        RoleSource source = new DirectorySource(directory);
        SimulatedMemory memory =
                SimulatedMemory.pinned(Bytes.adopt(Files.readAllBytes(directory.resolve("1.root.json"))));
        // a listed length of 152 MB is beyond what is read unless it is allowed
        TufLimits limits = TufLimits.defaults().listedBytes(256 << 20);
        Found found = new Client(source, memory, limits, line -> {})
                .refresh(SimulatedPublisher.NOW)
                .orThrow()
                .find(new TargetPath(LargeRepository.path(number)))
                .orThrow();
        if (found.info().length() != 123_456) {
            throw new IllegalStateException("another target was found");
        }
    }
}
