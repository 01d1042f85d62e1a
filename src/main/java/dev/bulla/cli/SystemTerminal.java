package dev.bulla.cli;

import dev.bulla.cli.term.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The controlling terminal of the process. The launcher tells by the property {@code bulla.terminal} which of the streams
 * are one ({@code "in out err"}); without it the links below {@code /proc/self/fd} do.
 */
final class SystemTerminal implements Terminal {
    private static final Path TTY = Path.of("/dev/tty");

    @Override
    public boolean in() {
        return is("in", 0);
    }

    @Override
    public boolean out() {
        return is("out", 1);
    }

    @Override
    public boolean err() {
        return is("err", 2);
    }

    @Override
    public Optional<Integer> columns() {
        try {
            String size = stty("size").strip(); // rows, a space, columns
            return Optional.of(Integer.parseInt(size.substring(size.indexOf(' ') + 1)));
        } catch (UncheckedIOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<char[]> readSecret(String prompt) {
        String before = stty("-g").strip();
        Thread restore = new Thread(() -> stty(before));
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            stty("-echo");
            Optional<String> line = ask(prompt);
            show("\n");
            return line.map(String::toCharArray);
        } finally {
            stty(before);
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    @Override
    public Optional<String> readLine(String prompt) {
        return ask(prompt);
    }

    private static Optional<String> ask(String prompt) {
        show(prompt);
        try (BufferedReader reader = Files.newBufferedReader(TTY, StandardCharsets.UTF_8)) {
            return Optional.ofNullable(reader.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void show(String text) {
        try (OutputStream out = Files.newOutputStream(TTY)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stty(String setting) {
        try {
            Process process = new ProcessBuilder("stty", setting)
                    .redirectInput(Redirect.from(TTY.toFile()))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (InputStream answer = process.getInputStream()) {
                return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean is(String name, int descriptor) {
        String told = System.getProperty("bulla.terminal");
        if (told != null) {
            return told.contains(name);
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
