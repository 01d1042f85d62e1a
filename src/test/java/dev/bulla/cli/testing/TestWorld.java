package dev.bulla.cli.testing;

import dev.bulla.cli.Main;
import dev.bulla.cli.frame.Console;
import dev.bulla.cli.frame.Environment;
import dev.bulla.cli.frame.Interrupts;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.frame.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A world of a test: a folder for everything, a clock that stands, streams that are kept. */
public final class TestWorld {
    /** The time at which transcripts happen. */
    public static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Path folder;
    private final Map<Variable, String> variables = new EnumMap<>(Variable.class);
    private FakeTerminal terminal = FakeTerminal.NONE;
    private Charset charset = StandardCharsets.UTF_8;
    private InstantSource clock = InstantSource.fixed(NOW);
    private byte[] input = new byte[0];
    private Optional<OutputStream> standardOutput = Optional.empty();
    private Interrupts interrupts = Interrupts.NONE;
    private boolean broken;

    private TestWorld(Path folder) {
        this.folder = folder;
    }

    /** Home, configuration and working directory are {@code folder}. */
    public static TestWorld in(Path folder) {
        return new TestWorld(folder);
    }

    public TestWorld with(Variable name, String value) {
        if (value.isEmpty()) {
            variables.remove(name);
        } else {
            variables.put(name, value);
        }
        return this;
    }

    public TestWorld terminal(FakeTerminal other) {
        terminal = other;
        return this;
    }

    /** Somebody presses Ctrl-C as soon as work begins that watches for it. */
    public TestWorld interrupted() {
        interrupts = new Interrupts() {
            @Override
            public void watch() {
                Thread.currentThread().interrupt();
            }

            @Override
            public boolean happened() {
                return Thread.currentThread().isInterrupted();
            }
        };
        return this;
    }

    /** Asking for the home directory fails in a way that nobody foresaw. */
    public TestWorld broken() {
        broken = true;
        return this;
    }

    /** The terminal of this world. */
    public FakeTerminal terminal() {
        return terminal;
    }

    public TestWorld charset(Charset other) {
        charset = other;
        return this;
    }

    public TestWorld at(Instant time) {
        clock = InstantSource.fixed(time);
        return this;
    }

    public TestWorld input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public TestWorld output(OutputStream other) {
        standardOutput = Optional.of(other);
        return this;
    }

    /** Runs the program. */
    public Run run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Main.run(world(standardOutput.orElse(out), err), words);
        if (asksForJson(words) && out.size() > 0) {
            JsonAnswers.check(out.toString(StandardCharsets.UTF_8));
        }
        return new Run(status, out.toString(charset), err.toString(charset));
    }

    private static boolean asksForJson(String... words) {
        String line = " " + String.join(" ", words) + " ";
        return line.contains(" --format json ") || line.contains(" --format=json ");
    }

    /** The world itself, with outputs that nobody reads. */
    public World world() {
        return world(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }

    private World world(OutputStream out, OutputStream err) {
        Console console = new Console(new ByteArrayInputStream(input), out, err, charset, terminal);
        return new World(environment(), console, clock, interrupts);
    }

    private Environment environment() {
        return new Environment() {
            @Override
            public @Nullable String variable(Variable name) {
                return variables.get(name);
            }

            @Override
            public @Nullable String named(String name) {
                return "GREETING".equals(name) ? "hello" : null;
            }

            @Override
            public Path home() {
                if (broken) {
                    throw new IllegalStateException("a bug");
                }
                return folder;
            }

            @Override
            public Path path(String written) {
                return folder.resolve(written);
            }

            @Override
            public Path temporary() {
                return folder;
            }
        };
    }
}
