package dev.bulla.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.registry.HttpSettings;
import dev.bulla.registry.RegistryOptions;
import dev.bulla.registry.RegistryStore;
import dev.bulla.resolve.HeadSource;
import dev.bulla.resolve.RememberedHead;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import dev.bulla.testkit.tuf.SimulatedMemory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.TufLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
                Path directory = folder.resolve(targets + "-" + bits);
                LargeRepository.binned(directory, targets, bits);
                asFiles(report, directory, targets, bits);
                underAHead(report, directory, targets, bits);
            }
        }
    }

    private static void asFiles(Report report, Path directory, int targets, int bits) throws IOException {
        CountingSource source = new CountingSource(new DirectorySource(directory));
        SimulatedMemory memory = memory(directory);
        lookUp(source, memory, targets / 2);
        List<String> requests = List.copyOf(source.requests());
        long cold = source.moved();
        lookUp(source, memory, targets / 2);
        assertThat(source.requests()).hasSize(1);
        report(report, targets + " targets in " + (1 << bits) + " bins as files: " + requests, cold, source.moved());
    }

    /** The same files in a registry: the head costs some 200 bytes a bin, and is fetched again only when it changed. */
    private static void underAHead(Report report, Path directory, int targets, int bits) throws IOException {
        try (LoopbackRegistry registry = LoopbackRegistry.start();
                Store store = RegistryStore.open(
                        new Place.RegistryPlace(registry.host(), "acme/tuf"),
                        RegistryOptions.standard(HttpSettings.standard(InstantSource.fixed(SimulatedPublisher.NOW))))) {
            BinnedHead.write(directory, store);
            CountingPlace place = new CountingPlace(store);
            SimulatedMemory memory = memory(directory);
            RememberedHead first = RememberedHead.of(place, Optional.empty());
            HeadSource head = HeadSource.at(first).orElseThrow();
            lookUp(head, memory, targets / 2);
            List<String> requests = List.copyOf(place.requests());
            long cold = place.moved();
            lookUp(HeadSource.at(RememberedHead.of(place, first.fetched())).orElseThrow(), memory, targets / 2);
            String what = targets + " targets in " + (1 << bits) + " bins under a head: ";
            report(report, what + requests + ", then " + place.requests(), cold, place.moved());
        }
    }

    private static SimulatedMemory memory(Path directory) throws IOException {
        return SimulatedMemory.pinned(Bytes.adopt(Files.readAllBytes(directory.resolve("1.root.json"))));
    }

    private static void report(Report report, String what, long cold, long warm) throws IOException {
        report.line(what);
        report.goal("cold lookup", cold, COLD_GOAL, "bytes");
        report.goal("warm lookup, nothing new", warm, WARM_GOAL, "bytes");
    }

    private static void lookUp(RoleSource source, SimulatedMemory memory, int number) {
        new Client(source, memory, TufLimits.defaults(), line -> {})
                .refresh(SimulatedPublisher.NOW)
                .orThrow()
                .find(new TargetPath(LargeRepository.path(number)))
                .orThrow();
    }
}
