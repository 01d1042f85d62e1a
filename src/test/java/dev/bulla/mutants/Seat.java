package dev.bulla.mutants;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs one mutant after the other, in a process that is begun anew when a mutant has hung or broken it. */
final class Seat implements AutoCloseable {
    /** Mutants for one process: what they leave behind does not add up. */
    private static final int TURNS = 20;

    /** Fewer than in the ordinary build: whatever is taken out shows soon. */
    private static final int COMBINATIONS = 100;

    private @Nullable Process child;
    private int turns;

    /**
     * Runs tests.
     *
     * @param folder where files of this trial are; compiled classes in {@code folder/classes} take the place of the program's
     * @param seconds after which the process is ended and the test that was running counts as failed
     */
    Trial run(Path folder, Collection<String> tests, long seconds) throws IOException, InterruptedException {
        Files.write(folder.resolve("tests"), tests);
        Path events = folder.resolve("events");
        Files.deleteIfExists(events);
        Process process = process();
        String end = "time limit";
        try {
            Writer out = process.outputWriter(StandardCharsets.UTF_8);
            out.write(folder + "\n");
            out.flush();
            BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
            end = CompletableFuture.supplyAsync(() -> awaited(in), Thread::startVirtualThread)
                    .get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            close();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        if (++turns >= TURNS || !end.equals(ChildRun.DONE)) {
            close();
        }
        return Trial.of(Files.exists(events) ? Files.readAllLines(events) : List.of(), end);
    }

    private static String awaited(BufferedReader in) {
        try {
            String line = in.readLine();
            while (line != null && !line.equals(ChildRun.DONE)) {
                line = in.readLine();
            }
            return line == null ? "the process ended" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process() throws IOException {
        Process running = child;
        if (running == null || !running.isAlive()) {
            running = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-Xmx1g",
                            "-Dbulla.acceptance.combinations=" + COMBINATIONS,
                            "-cp",
                            System.getProperty("java.class.path"),
                            ChildRun.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            child = running;
            turns = 0;
        }
        return running;
    }

    @Override
    public void close() {
        Process running = child;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
        child = null;
    }
}
