package dev.bulla.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another program, run by a test with an environment of its own and ended with it. */
public final class Program {

    /** No program of a test takes this long; one that does hangs. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private boolean inherits = true;
    private Optional<Path> folder = Optional.empty();
    private String input = "";

    private Program(List<String> command) {
        this.command = command;
    }

    /** How a program ended, and what it said as UTF-8. */
    public record Outcome(int exitCode, String out, String err) {}

    /** A program with its arguments. */
    public static Program of(String... command) {
        return new Program(List.of(command));
    }

    /** The distribution that this build assembled; there is one from the {@code package} phase on. */
    public static Program bulla(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of("target", "bulla", "bin", "bulla").toAbsolutePath().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return of(command);
    }

    /** Runs it in a folder. */
    public Program in(Path workFolder) {
        folder = Optional.of(workFolder);
        return this;
    }

    /** Sets a variable of its environment. */
    public Program with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Gives it no variable but those that are set here. */
    public Program withOnlyOwnEnvironment() {
        inherits = false;
        return this;
    }

    /** Text for its standard input, which is empty otherwise. */
    public Program withInput(String text) {
        input = text;
        return this;
    }

    /** Runs it to its end. */
    public Outcome run() {
        Process process = start();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A program need not read what it is given.
            input = "";
        }
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(command + " did not end; it said:\n" + out.getNow("") + err.getNow(""));
            }
            return new Outcome(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts it with pipes for its streams; the caller reads them, waits for it and ends it. */
    public Process start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        folder.ifPresent(each -> builder.directory(each.toFile()));
        if (!inherits) {
            builder.environment().clear();
        }
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        CompletableFuture<@Nullable String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text.thenApply(String::valueOf);
    }
}
