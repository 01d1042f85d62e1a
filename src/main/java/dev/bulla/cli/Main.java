package dev.bulla.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program's entry point. */
public final class Main {

    private Main() {}

    /**
     * Runs the program and ends the virtual machine with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        int exitCode = run(out);
        out.flush();
        System.exit(exitCode);
    }

    /** Writes name and version; the exit code is the result. */
    static int run(PrintStream out) {
        String version = Main.class.getPackage().getImplementationVersion();
        out.println("bulla " + (version == null ? "development" : version));
        return 0;
    }
}
