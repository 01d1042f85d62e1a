package dev.bulla.cli;

import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the trace of something unforeseen in a file, so that the terminal shows one line. */
final class TraceFile {
    private final World world;

    TraceFile(World world) {
        this.world = world;
    }

    /** Writes the trace where only the user can read it and says where it is. */
    Failure keep(Throwable bug) {
        String message = bug.getClass().getSimpleName() + (bug.getMessage() == null ? "" : ": " + bug.getMessage());
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile(world.environment().temporary(), "bulla-", ".trace");
            Files.writeString(file, trace.toString());
            return Failure.bug(message, "please report it; the trace is in " + file);
        } catch (IOException e) {
            return Failure.bug(message, "the trace could not be kept: " + e.getMessage());
        }
    }
}
