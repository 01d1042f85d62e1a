package dev.bulla.cli.help;

import dev.bulla.cli.frame.Argument;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Flag;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The help of one command: one screen, at most {@value #WIDTH} columns. */
public final class HelpText {
    /** Longest line. */
    public static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    private HelpText() {}

    /** The page of a command. */
    public static String of(Command command) {
        HelpText page = new HelpText();
        page.write(command.model(), command instanceof CommandGroup group ? group : null);
        return page.text.toString();
    }

    /** Lines in two columns, the second one wrapped. */
    public static String table(List<String[]> rows) {
        HelpText page = new HelpText();
        page.rows(rows);
        return page.text.toString();
    }

    private void write(CommandModel model, @Nullable CommandGroup group) {
        text.append(Invocation.usage(model))
                .append("\n\n")
                .append(model.summary())
                .append('\n');
        if (group != null) {
            section("commands", verbs(group));
        }
        section("arguments", arguments(model));
        section("flags", own(model));
        if (!model.notes().isEmpty()) {
            text.append('\n');
            model.notes().forEach(note -> wrap(note, 0));
        }
        if (!model.examples().isEmpty()) {
            text.append("\nexamples\n");
            model.examples()
                    .forEach(example -> text.append("  $ ").append(example).append('\n'));
        }
        if (model.parsedByFrame()) {
            text.append('\n');
            wrap(shared(model), 2);
        }
    }

    private static List<String[]> verbs(CommandGroup group) {
        List<String[]> rows = new ArrayList<>();
        for (String word : group.words()) {
            Command command = group.find(word);
            if (command != null) {
                rows.add(new String[] {word, command.model().summary()});
            }
        }
        return rows;
    }

    private static List<String[]> arguments(CommandModel model) {
        List<String[]> rows = new ArrayList<>();
        for (Argument argument : model.arguments()) {
            rows.add(new String[] {argument.label(), argument.meaning()});
        }
        return rows;
    }

    private static List<String[]> own(CommandModel model) {
        List<String[]> rows = new ArrayList<>();
        for (Flag flag : model.flags()) {
            if (flag.shared().isEmpty()) {
                rows.add(new String[] {flag.usage(), flag.meaning()});
            }
        }
        return rows;
    }

    private static String shared(CommandModel model) {
        StringBuilder line = new StringBuilder("shared flags, explained by `bulla help registry`: ");
        String separator = "";
        for (Flag flag : model.flags()) {
            if (flag.shared().isPresent()) {
                line.append(separator).append(shortest(flag, model.formats()));
                separator = ", ";
            }
        }
        return line.toString();
    }

    private static String shortest(Flag flag, List<Format> formats) {
        return flag.name().equals("--format") && !formats.isEmpty()
                ? flag.usage()
                : flag.names().get(0);
    }

    private void section(String heading, List<String[]> rows) {
        if (!rows.isEmpty()) {
            text.append('\n').append(heading).append('\n');
            rows(rows);
        }
    }

    private void rows(List<String[]> rows) {
        int left = 0;
        for (String[] row : rows) {
            left = Math.max(left, Math.min(row[0].length(), 34));
        }
        for (String[] row : rows) {
            int indent = left + 4;
            String first = "  " + row[0];
            if (first.length() + 2 > indent) {
                text.append(first).append('\n').append(" ".repeat(indent));
            } else {
                text.append(first).append(" ".repeat(indent - first.length()));
            }
            words(row[1], indent, indent);
        }
    }

    private void wrap(String line, int hanging) {
        words(line, 0, hanging);
    }

    /** Writes words from {@code column} on and begins further lines with {@code indent} spaces. */
    private void words(String line, int column, int indent) {
        int at = column;
        String separator = "";
        for (String word : line.split(" ", -1)) {
            if (at + separator.length() + word.length() > WIDTH && at > indent) {
                text.append('\n').append(" ".repeat(indent));
                at = indent;
                separator = "";
            }
            text.append(separator).append(word);
            at += separator.length() + word.length();
            separator = " ";
        }
        text.append('\n');
    }
}
