package dev.bulla.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Tests run by a process of their own.
 *
 * @param failed the tests that failed, and the one that was running when the process ended or had to be ended
 * @param ran how many tests came to an end
 */
record Trial(Set<String> failed, int ran) {
    /** Fewer than in the ordinary build: whatever is taken out shows soon. */
    private static final int COMBINATIONS = 400;

    Trial {
        failed = Collections.unmodifiableSet(new TreeSet<>(failed));
    }

    /**
     * Runs tests.
     *
     * @param folder where the process keeps its files; compiled classes in {@code folder/classes} are used in place of the program's
     * @param seconds after which the process is ended and the test that was running counts as failed
     */
    static Trial run(Path folder, Collection<String> tests, long seconds) throws IOException, InterruptedException {
        Path wanted = Files.write(folder.resolve("tests"), tests);
        Path events = folder.resolve("events");
        Files.deleteIfExists(events);
        String own = System.getProperty("java.class.path");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx1g",
                        "-Dbulla.acceptance.combinations=" + COMBINATIONS,
                        "-cp",
                        folder.resolve("classes") + File.pathSeparator + own,
                        ChildRun.class.getName(),
                        events.toString(),
                        wanted.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        boolean ended = child.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            child.destroyForcibly().waitFor();
        }
        List<String> said = Files.exists(events) ? Files.readAllLines(events) : List.of();
        return of(said, ended ? "the process ended" : "time limit");
    }

    /** What the lines of a process come to; {@code end} is why it did not say that it was done. */
    static Trial of(List<String> lines, String end) {
        Set<String> failed = new TreeSet<>();
        List<String> running = new ArrayList<>();
        int ran = 0;
        for (String line : lines) {
            String name = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("started ")) {
                running.add(name);
            } else if (!line.equals("done")) {
                running.remove(name);
                ran++;
                if (line.startsWith("failed ")) {
                    failed.add(name);
                }
            }
        }
        if (!lines.contains("done")) {
            running.forEach(each -> failed.add(each + " (" + end + ")"));
            if (lines.isEmpty()) {
                throw new IllegalStateException("nothing ran: " + end);
            }
        }
        return new Trial(failed, ran);
    }
}
