package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Layers far larger than the memory of the program, and how their way is shown (cli.md section 10). */
class LargeLayerIT {
    private static final String SMALL_HEAP = "-Xmx64m";

    /** All of a process that is given a heap of 64 MiB. */
    private static final long MAX_RESIDENT_KIB = 220 * 1024;

    private static final int BLOCK = 1 << 20;

    private final Path folder = Path.of("target", "acceptance", "large-" + Long.toString(System.nanoTime(), 36))
            .toAbsolutePath();
    private Workshop workshop;
    private RealRegistry registry;
    private String first;

    /** A finished run. */
    private record Run(String err, double seconds, long residentKib) {}

    @BeforeEach
    void aRegistryOfItsOwn() throws IOException {
        Files.createDirectories(folder);
        workshop = new Workshop(folder);
        registry = RealRegistry.fresh();
        first = registry.host() + "/large/first:1";
    }

    @AfterEach
    void nothingLargeStays() throws IOException {
        registry.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aLargeLayerIsPushedCopiedAndPulledInASmallHeap() throws IOException {
        seeded(workshop.at("layer.bin"), Scale.layerMebibytes());
        workshop.keys("ann");
        run("push", "push", "layer.bin", first, "--artifact-type", "application/vnd.example.large");
        workshop.run("sign", first, "--key", "ann");
        try (RealRegistry other = RealRegistry.fresh()) {
            String second = other.host() + "/large/second:1";
            run("copy", "copy", first, second);
            run("pull", "pull", second, "--key", "ann", "-o", "pulled");
        }
        assertThat(Files.mismatch(workshop.at("layer.bin"), workshop.at("pulled/layer.bin")))
                .isEqualTo(-1);
    }

    @Test
    void aTerminalGetsOneBarWhichIsErasedAtTheEnd() throws IOException {
        seeded(workshop.at("layer.bin"), 8);
        workshop.keys("ann");
        workshop.run("push", "layer.bin", first, "--artifact-type", "application/vnd.example.large");
        workshop.run("sign", first, "--key", "ann");
        String call = "'" + Path.of("target", "bulla", "bin", "bulla").toAbsolutePath() + "' copy " + first + " "
                + registry.host() + "/large/third:1";

        Outcome outcome = workshop.prepare(Program.of("script", "-qec", call, "/dev/null"))
                .with("TERM", "xterm")
                .run();

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).contains("copying [").contains("\r\u001b[K");
        assertThat(outcome.out().substring(outcome.out().lastIndexOf("\u001b[K")))
                .contains("digests unchanged")
                .doesNotContain("copying");
        Workshop.figures(
                "on a terminal: %d redraws of one bar, erased at the end",
                outcome.out().split("copying \\[", -1).length - 1);
    }

    /** Runs a transfer with a small heap, watches its memory, and holds its progress against the rule for pipes. */
    private void run(String what, String... arguments) throws IOException {
        Run run = watched(arguments);
        long lines = run.err()
                .lines()
                .filter(line -> !line.startsWith("bulla: note: "))
                .count();
        assertThat(lines).as(run.err()).isLessThanOrEqualTo((long) (run.seconds() / 10));
        if (run.seconds() > 15) {
            assertThat(lines).isPositive();
        }
        assertThat(run.residentKib()).isLessThan(MAX_RESIDENT_KIB);
        Workshop.figures(
                "%s of a layer of %d MiB with %s: %.1f s, peak resident size %d MiB, %d progress lines in a pipe",
                what, Scale.layerMebibytes(), SMALL_HEAP, run.seconds(), run.residentKib() / 1024, lines);
    }

    private Run watched(String... arguments) throws IOException {
        long start = System.nanoTime();
        Process process =
                workshop.bulla(arguments).with("BULLA_JAVA_OPTS", SMALL_HEAP).start();
        long resident = 0;
        try {
            do {
                resident = Math.max(resident, peak(process));
            } while (!process.waitFor(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(err).isZero();
        assertThat(resident).as("peak resident size was seen").isPositive();
        return new Run(err, Workshop.secondsSince(start), resident);
    }

    /** The most that a process has had resident so far, in KiB; 0 when it has ended. */
    private static long peak(Process process) throws IOException {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                    .lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Every block differs from every other, so that none can be lost or moved unseen. */
    private static void seeded(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[BLOCK];
        new Random(mebibytes).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                ByteBuffer.wrap(block).putInt(0, i);
                out.write(block);
            }
        }
    }
}
