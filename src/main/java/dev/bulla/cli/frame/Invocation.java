package dev.bulla.cli.frame;

import dev.bulla.Connection;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One call of a command: its words sorted, the world around it, the output. */
public final class Invocation {
    /** Each job may hold a connection and a buffer. */
    private static final int MAX_JOBS = 64;

    private final World world;
    private final CommandModel model;
    private final Group tree;
    private final List<String> words;
    private final Parsed parsed;
    private final Output output;
    private final Prompts prompts;
    private final Instant now;
    private final List<Runnable> endings = new ArrayList<>();
    private final Map<Class<?>, Object> things = new HashMap<>();
    private OptionalInt handedOn = OptionalInt.empty();

    private Invocation(World world, CommandModel model, Group tree, List<String> words, Parsed parsed, Output output) {
        this.world = world;
        this.model = model;
        this.tree = tree;
        this.words = List.copyOf(words);
        this.parsed = parsed;
        this.output = output;
        this.prompts = new Prompts(world);
        this.now = world.clock().instant();
    }

    /**
     * Sorts the words of a call.
     *
     * @throws UsageException when they are not what {@code model} takes
     */
    public static Invocation of(World world, CommandModel model, Group tree, List<String> words) {
        Parsed parsed = model.parsedByFrame() ? WordParser.parse(model, words) : new Parsed(words, Map.of());
        Output.Manner manner = new Output.Manner(
                formatOf(model, parsed),
                !parsed.of("--quiet").isEmpty(),
                parsed.of("--verbose").size(),
                parsed.of("--no-color").isEmpty());
        return new Invocation(world, model, tree, words, parsed, new Output(world, manner));
    }

    /** The words after the command, as given, for a command that reads them itself. */
    public List<String> words() {
        return words;
    }

    /** All positional arguments. */
    public List<String> arguments() {
        return parsed.arguments();
    }

    /** A required argument, counted from 0. */
    public String argument(int index) {
        return parsed.arguments().get(index);
    }

    /** An argument that may be left out, counted from 0. */
    public Optional<String> optionalArgument(int index) {
        return index < parsed.arguments().size() ? Optional.of(argument(index)) : Optional.empty();
    }

    /** The value of a flag, asked by its longest spelling. */
    public Optional<String> option(String flag) {
        List<String> values = parsed.of(flag);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a repeatable flag, in order. */
    public List<String> options(String flag) {
        return parsed.of(flag);
    }

    /** True when the flag was given. */
    public boolean has(String flag) {
        return !parsed.of(flag).isEmpty();
    }

    /** How often a flag was given. */
    public int count(String flag) {
        return parsed.of(flag).size();
    }

    /** Where to write. */
    public Output output() {
        return output;
    }

    /** Variables and directories. */
    public Environment environment() {
        return world.environment();
    }

    /** Streams and terminal. */
    public Console console() {
        return world.console();
    }

    /** The model this call was sorted by. */
    public CommandModel model() {
        return model;
    }

    /** The tree of all commands, for help and completion. */
    public Group tree() {
        return tree;
    }

    /** The time of this run, read once. */
    public Instant now() {
        return now;
    }

    /** Asks the person at the terminal. */
    public Prompts prompts() {
        return prompts;
    }

    /** Where the program keeps its files. */
    public Directories directories() {
        return new Directories(environment());
    }

    /**
     * The time by which expiry is judged: {@code --at}, which is told to the user, else the time of this run.
     *
     * @throws UsageException when {@code --at} is no time
     */
    public Instant judgedAt() {
        Optional<String> given = option("--at");
        if (given.isEmpty()) {
            return now;
        }
        Instant at = Quantity.time(given.get())
                .orElseThrow(
                        () -> wrongUse("reads --at as 2026-11-21T09:00:00Z or 2026-11-21, not '" + given.get() + "'"));
        output.note("expiry is judged as of " + Quantity.absolute(at));
        return at;
    }

    /** The one thing of its kind in this call; made when it is first asked for. */
    public <T> T once(Class<T> kind, Supplier<? extends T> maker) {
        Object made = things.get(kind);
        if (made == null) {
            made = maker.get();
            things.put(kind, made);
        }
        return kind.cast(made);
    }

    /** Has something done when the command has ended, however it ended. */
    public void atEnd(Runnable ending) {
        endings.add(ending);
    }

    /** The command has ended. */
    public void end() {
        endings.forEach(Runnable::run);
    }

    /** Ends the program with the status of a command that was run for the user, whatever its number means elsewhere. */
    public void handOn(int status) {
        handedOn = OptionalInt.of(status);
    }

    /** The status to end with instead of one of {@link ExitCode}, if a command was run. */
    public OptionalInt handedOn() {
        return handedOn;
    }

    /** From now on an interrupt of the process interrupts the calling thread, which has something to clean up. */
    public void watchInterrupts() {
        world.interrupts().watch();
    }

    /** The value of a flag that takes a duration. */
    public Optional<Duration> duration(String flag) {
        return option(flag)
                .map(text -> Quantity.duration(text)
                        .orElseThrow(
                                () -> wrongUse("reads " + flag + " as 500ms, 60s, 5m, 24h or 7d, not '" + text + "'")));
    }

    /** The value of a flag that takes a number between {@code least} and {@code most}. */
    public Optional<Integer> number(String flag, int least, int most) {
        return option(flag).map(text -> {
            int value = text.length() <= 9 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Integer.parseInt(text)
                    : -1;
            if (value < least || value > most) {
                throw wrongUse("takes " + flag + " from " + least + " to " + most + ", not '" + text + "'");
            }
            return value;
        });
    }

    /** The clock of this run, for what has to know how time passes; what is judged or written uses {@link #now}. */
    public InstantSource clock() {
        return world.clock();
    }

    /**
     * Shows how a transfer goes, as far as this call wants to see it; close it before anything is written.
     *
     * @param going what is done, for a bar: {@code copying}
     * @param gone what was done so far, for lines: {@code copied}
     */
    public TransferDisplay transfer(String going, String gone) {
        if (has("--no-progress") || has("--quiet")) {
            return TransferDisplay.silent(world.clock());
        }
        Console console = world.console();
        boolean bar = console.terminal().err()
                && !environment().has(Variable.CI)
                && !"dumb".equals(environment().variable(Variable.TERM));
        return bar
                ? TransferDisplay.bar(world.clock(), output::raw, going, new Width(world).columns())
                : TransferDisplay.lines(world.clock(), output::say, gone);
    }

    /** How many objects are moved at a time. */
    public int jobs() {
        return number("--jobs", 1, MAX_JOBS).orElse(Connection.DEFAULT_JOBS);
    }

    /** A path as the user wrote it. */
    public Path path(String written) {
        try {
            return environment().path(written);
        } catch (InvalidPathException e) {
            throw wrongUse("cannot use '" + written + "' as a path");
        }
    }

    /** A reference as the user wrote it; a layout's path is relative to where the program was started. */
    public Reference reference(String written) {
        Reference reference = Reference.parse(written);
        if (reference.place() instanceof Place.LayoutPlace layout) {
            Path path = environment().path(layout.path().toString());
            return new Reference(new Place.LayoutPlace(path, layout.tar()), reference.tag(), reference.digest());
        }
        return reference;
    }

    /** A usage error about this command: {@code what} follows the command's name; the usage line is the hint. */
    public UsageException wrongUse(String what) {
        return new UsageException(model.path() + " " + what, WordParser.usage(model));
    }

    /** The usage line of a command. */
    public static String usage(CommandModel model) {
        return WordParser.usage(model);
    }

    private static Format formatOf(CommandModel model, Parsed parsed) {
        List<String> given = parsed.of("--format");
        if (given.isEmpty()) {
            return model.formats().isEmpty() ? Format.TEXT : model.formats().get(0);
        }
        StringBuilder known = new StringBuilder();
        for (Format format : model.formats()) {
            if (format.word().equals(given.get(0))) {
                return format;
            }
            known.append(known.isEmpty() ? "" : ", ").append(format.word());
        }
        throw new UsageException(model.path() + " has no format '" + given.get(0) + "'", "--format takes " + known);
    }
}
