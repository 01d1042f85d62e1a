package dev.bulla.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What one run of another program took, from its start to its end.
 *
 * @param wall nanoseconds
 * @param processor processor time, as the system last told before the end
 * @param resident most memory that it held, KiB; 0 where the system does not tell
 */
record Timed(long wall, Duration processor, long resident) {
    private static final long LOOK_MILLIS = 2;

    /** Runs {@code command} and throws when it fails. */
    static Timed of(List<String> command) throws IOException {
        Path output = Files.createTempFile("bench", ".out");
        try {
            long begin = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Duration processor = Duration.ZERO;
            long resident = 0;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                processor = process.info().totalCpuDuration().orElse(processor);
                resident = Math.max(resident, peak(process.pid()));
            }
            long wall = System.nanoTime() - begin;
            if (process.exitValue() != 0) {
                throw new AssertionError(command + ": exit " + process.exitValue() + "\n" + Files.readString(output));
            }
            return new Timed(wall, processor, resident);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static long peak(long pid) {
        try {
            for (String line :
                    Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.UTF_8)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0; // it has just ended, or this is no Linux
        }
        return 0;
    }

    /** The one that took less time. */
    Timed best(Timed other) {
        return wall <= other.wall ? this : other;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f s, processor %.2f s, %d MiB",
                wall / 1e9,
                processor.toMillis() / 1e3,
                resident >> 10);
    }
}
