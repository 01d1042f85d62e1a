package dev.bulla.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Lines for a person, on standard output and in {@code target/bench}. */
public final class Report {
    private final Path file;

    private Report(Path file) {
        this.file = file;
    }

    /** An empty report of this name. */
    public static Report of(String name) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "bench")).resolve(name + ".txt");
        Files.deleteIfExists(file);
        return new Report(file);
    }

    /** A line. */
    public void line(String line) throws IOException {
        System.out.println(line);
        Files.writeString(
                file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A goal and whether it is met; a bench prints and does not fail, since machines differ. */
    public void goal(String what, long measured, long atMost, String unit) throws IOException {
        String verdict = measured <= atMost ? "met" : "not met";
        line(String.format(Locale.ROOT, "%-62s %9d %-5s at most %9d: %s", what, measured, unit, atMost, verdict));
    }
}
