package dev.bulla.cli;

import dev.bulla.cli.frame.Console;
import dev.bulla.cli.frame.World;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The program's entry point. */
public final class Main {

    private Main() {}

    /**
     * Runs the program and ends the virtual machine with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        SystemEnvironment environment = new SystemEnvironment();
        if (arguments.length > 1 && arguments[0].equals("verify")) {
            Ahead.start(environment, List.of(arguments).subList(1, arguments.length));
        }
        Console console = new Console(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                charset(),
                new SystemTerminal());
        int status = run(new World(environment, console, new SystemClock(), new SystemInterrupts()), arguments);
        // everything is written by now; exit() would first set up the platform's logging only to see that nobody
        // listens
        Runtime.getRuntime().halt(status);
    }

    /** Runs the program in {@code world} and returns its exit status; ends nothing. */
    public static int run(World world, String... arguments) {
        return Program.run(world, new Commands(), List.of(arguments));
    }

    /**
     * What the platform's locale says about text, whatever {@code file.encoding} the launcher set for files; the launcher
     * says it where it had to choose another locale.
     */
    private static Charset charset() {
        String name = System.getProperty("bulla.output", System.getProperty("native.encoding"));
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
