package dev.bulla.cli.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command takes and what is said about it. Parsing, help, completion and {@code docs/cli.md} are all made from it;
 * it needs no library. Values are immutable: each method returns a new model.
 *
 * @param path the words that call it, such as {@code key new}
 * @param summary one line, lower case, no full stop
 * @param arguments positional arguments in order
 * @param flags its own flags and the shared ones it takes
 * @param formats what {@code --format} accepts; the first is the default, an empty list means that there is no answer
 * @param notes further lines of help
 * @param examples command lines without the {@code $ }
 * @param parsedByFrame false when the command reads its words itself
 */
public record CommandModel(
        String path,
        String summary,
        List<Argument> arguments,
        List<Flag> flags,
        List<Format> formats,
        List<String> notes,
        List<String> examples,
        boolean parsedByFrame) {
    /** Flags that several commands take; help shows them once, under {@code bulla help registry}. */
    public enum Shared {
        /** Taken by every command that the frame parses. */
        ALWAYS,
        /** Whoever reaches a registry. */
        REGISTRY,
        /** Whoever moves content. */
        TRANSFER,
        /** Whoever stores artifacts or attaches to them. */
        PUBLISHING
    }

    /** Copies the lists. */
    public CommandModel {
        arguments = List.copyOf(arguments);
        flags = List.copyOf(flags);
        formats = List.copyOf(formats);
        notes = List.copyOf(notes);
        examples = List.copyOf(examples);
    }

    /** A command that takes nothing but the flags that all take. */
    public static CommandModel of(String path, String summary) {
        return new CommandModel(path, summary, List.of(), SharedFlags.always(), List.of(), List.of(), List.of(), true);
    }

    /** A command that reads its words itself; help shows {@code notes} instead of arguments and flags. */
    public static CommandModel unparsed(String path, String summary) {
        return new CommandModel(path, summary, List.of(), List.of(), List.of(), List.of(), List.of(), false);
    }

    /** With an argument that must be given. */
    public CommandModel argument(String label, String meaning) {
        return withArgument(new Argument(label, meaning, true, false));
    }

    /** With an argument that may be left out. */
    public CommandModel optional(String label, String meaning) {
        return withArgument(new Argument(label, meaning, false, false));
    }

    /** With an argument that must be given and may be repeated; one of a command can be. */
    public CommandModel repeated(String label, String meaning) {
        return withArgument(new Argument(label, meaning, true, true));
    }

    /** With a flag, spelled as help shows it; see {@link Flag#of}. */
    public CommandModel flag(String spelling, String meaning) {
        return withFlags(List.of(Flag.of(spelling, meaning)));
    }

    /** With the flags of everything that reaches a registry. */
    public CommandModel registry() {
        return withFlags(SharedFlags.registry());
    }

    /** With the flags of everything that moves content. */
    public CommandModel transfer() {
        return withFlags(SharedFlags.transfer());
    }

    /** With the flags of everything that stores artifacts or attaches to them. */
    public CommandModel publishing() {
        return withFlags(SharedFlags.publishing());
    }

    /** With {@code --format}; the first is the default. */
    public CommandModel formats(Format... accepted) {
        List<Flag> more = new ArrayList<>(flags);
        more.addAll(SharedFlags.format(accepted));
        return new CommandModel(path, summary, arguments, more, List.of(accepted), notes, examples, parsedByFrame);
    }

    /** With one more line of help. */
    public CommandModel note(String line) {
        return new CommandModel(path, summary, arguments, flags, formats, plus(notes, line), examples, parsedByFrame);
    }

    /** With an example, without the {@code $ }. */
    public CommandModel example(String line) {
        return new CommandModel(path, summary, arguments, flags, formats, notes, plus(examples, line), parsedByFrame);
    }

    /** The flag with this spelling. */
    public Optional<Flag> flagNamed(String name) {
        for (Flag flag : flags) {
            if (flag.names().contains(name)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    private CommandModel withArgument(Argument argument) {
        return new CommandModel(
                path, summary, plus(arguments, argument), flags, formats, notes, examples, parsedByFrame);
    }

    private CommandModel withFlags(List<Flag> added) {
        List<Flag> more = new ArrayList<>(flags);
        more.addAll(added);
        return new CommandModel(path, summary, arguments, more, formats, notes, examples, parsedByFrame);
    }

    private static <T> List<T> plus(List<T> items, T item) {
        List<T> more = new ArrayList<>(items);
        more.add(item);
        return more;
    }
}
