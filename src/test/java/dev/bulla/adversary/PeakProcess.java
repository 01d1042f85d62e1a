package dev.bulla.adversary;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.testkit.SimulatedPublisher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program in a process of its own with a small heap: reads calls line by line, runs each, and answers with its exit code,
 * its milliseconds, the most memory that the process had meanwhile, and the first line of its errors.
 */
public final class PeakProcess {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private PeakProcess() {}

    /** Runs calls in the folder that is named first. */
    public static void main(String... arguments) throws IOException {
        TestWorld world = TestWorld.in(Path.of(arguments[0])).at(SimulatedPublisher.NOW);
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader calls = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String call = calls.readLine(); call != null; call = calls.readLine()) {
            forgetPeak();
            long begin = System.nanoTime();
            Run run = world.run(call.split(" ", -1));
            long millis = (System.nanoTime() - begin) / 1_000_000;
            String line = (run.err() + run.out()).lines().findFirst().orElse("");
            answers.println(run.status() + "\t" + millis + "\t" + peakKib() + "\t" + line.replace('\t', ' '));
        }
    }

    /** The kernel's mark of the most memory (VmHWM) begins anew where it lets itself be reset; else it is that of all calls. */
    private static void forgetPeak() throws IOException {
        if (Files.isWritable(CLEAR)) {
            Files.writeString(CLEAR, "5");
        }
    }

    private static long peakKib() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no VmHWM in " + STATUS);
    }
}
