package dev.bulla.bench;

import dev.bulla.testkit.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A main class in a machine of its own, started as the launcher starts Bulla: serial collector, first compiler alone.
 *
 * @param heap most heap, as {@code -Xmx} takes it
 */
record Fork(String heap) {
    /** Runs it three times and returns the numbers of the run with the least {@code cold.wall}: others may use the machine. */
    Map<String, Long> best(Class<?> main, String... arguments) {
        Map<String, Long> best = run(main, arguments);
        for (int i = 1; i < 3; i++) {
            Map<String, Long> again = run(main, arguments);
            if (again.getOrDefault("cold.wall", 0L) < best.getOrDefault("cold.wall", 0L)) {
                best = again;
            }
        }
        return best;
    }

    /** Runs it and returns the numbers that it printed, by name. */
    Map<String, Long> run(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Program.Outcome outcome = Program.of(command.toArray(String[]::new)).run();
        if (outcome.exitCode() != 0) {
            throw new AssertionError(main.getSimpleName() + " " + List.of(arguments) + " with " + heap + ": exit "
                    + outcome.exitCode() + "\n" + outcome.out() + outcome.err());
        }
        Map<String, Long> numbers = new TreeMap<>();
        for (String line : outcome.out().lines().toList()) {
            int equals = line.indexOf('=');
            numbers.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
        }
        return numbers;
    }
}
