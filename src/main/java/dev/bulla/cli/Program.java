package dev.bulla.cli;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.frame.World;
import dev.bulla.cli.help.HelpText;
import dev.bulla.cli.help.Resource;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One run of the program: finds the command by its words, runs it, turns what went wrong into a line and a code. */
final class Program {
    private final World world;
    private final Group tree;
    private final List<String> words;
    private Output output;
    private OptionalInt handedOn = OptionalInt.empty();

    private Program(World world, Group tree, List<String> words) {
        this.world = world;
        this.tree = tree;
        this.words = words;
        this.output = new Output(world, wantsJson(words) ? jsonManner() : Output.Manner.DEFAULT);
    }

    /** Runs {@code words} and returns the status it ended with. */
    static int run(World world, Group tree, List<String> words) {
        Program program = new Program(world, tree, words);
        int status = program.run().status();
        return program.handedOn.orElse(status);
    }

    private ExitCode run() {
        try {
            ExitCode exit = dispatch();
            if (output.failure().isPresent()) {
                throw new StorageException("standard output cannot be written: "
                        + output.failure().get().getMessage());
            }
            return exit;
        } catch (RuntimeException | Error e) {
            Failure failure = world.interrupts().happened() ? Failure.interrupted() : failure(e);
            failure.print(output);
            return failure.exit();
        }
    }

    private Failure failure(Throwable e) {
        return e instanceof BullaException known ? Failure.of(known) : new TraceFile(world).keep(e);
    }

    private ExitCode dispatch() {
        if (words.isEmpty() || isHelp(words.get(0))) {
            output.page(Resource.text("cli/top.txt").orElseThrow());
            return ExitCode.OK;
        }
        String first = words.get(0).equals("--version") ? "version" : words.get(0);
        Command command = tree.find(first);
        if (command == null) {
            String message = "bulla has no command '" + first + "'";
            String spelled = spelled(first);
            throw spelled == null
                    ? unknown(message, first, tree, "`bulla help` lists the commands")
                    : new UsageException(message, spelled);
        }
        int used = 1;
        while (command instanceof CommandGroup group) {
            Command below = used < words.size() ? group.find(words.get(used)) : null;
            if (below == null) {
                checkWord(group, used);
                break;
            }
            command = below;
            used++;
        }
        return call(command, words.subList(used, words.size()));
    }

    /** Words that are questions rather than commands, and the command that answers each. */
    private static @Nullable String spelled(String word) {
        return switch (word) {
            case "resolve" -> "the digest that was signed under a name: `bulla verify --resolve REF`";
            case "level" ->
                "the level stands in the answer of `bulla verify -v REF`; `bulla verify --advise REF` says"
                        + " how to reach the next";
            case "explain" -> "every check of a verdict, and what was rejected: `bulla policy explain REF`";
            case "witness" -> "a witness watches a namespace: `bulla refresh --witness NAMESPACE`";
            default -> null;
        };
    }

    private ExitCode call(Command command, List<String> rest) {
        if (asksForHelp(rest)) {
            output.page(HelpText.of(command));
            return ExitCode.OK;
        }
        Invocation call = Invocation.of(world, command.model(), tree, rest);
        output = call.output();
        if (command.model().flagNamed("--jobs").isPresent()) {
            world.interrupts().watch();
        }
        ExitCode exit;
        try {
            exit = command.run(call);
        } finally {
            call.end();
        }
        handedOn = call.handedOn();
        return exit;
    }

    private void checkWord(CommandGroup group, int used) {
        if (used < words.size() && !words.get(used).startsWith("-") && !group.actsItself()) {
            String path = group.model().path();
            throw unknown(
                    path + " has no command '" + words.get(used) + "'",
                    words.get(used),
                    group,
                    "`bulla help " + path + "` lists them");
        }
    }

    private static UsageException unknown(String message, String word, Group group, String hint) {
        String similar = Similar.to(word, group.words());
        return similar == null
                ? new UsageException(message, hint)
                : new UsageException(message, "did you mean " + similar + "?", hint);
    }

    private static boolean asksForHelp(List<String> rest) {
        for (String word : rest) {
            if (word.equals("--")) {
                return false;
            }
            if (isHelp(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHelp(@Nullable String word) {
        return "--help".equals(word) || "-h".equals(word);
    }

    /** Asked before the words are understood, so that a usage error has the shape that was asked for. */
    private static boolean wantsJson(List<String> all) {
        int end = all.indexOf("--"); // what follows may be another program's
        List<String> words = end < 0 ? all : all.subList(0, end);
        int at = words.indexOf("--format");
        return words.contains("--format=json")
                || (at >= 0 && at + 1 < words.size() && words.get(at + 1).equals("json"));
    }

    private static Output.Manner jsonManner() {
        return new Output.Manner(Format.JSON, false, 0, true);
    }
}
