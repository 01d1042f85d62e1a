package dev.bulla.cli.help;

import dev.bulla.cli.frame.Argument;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Flag;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.SharedFlags;
import dev.bulla.cli.frame.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/cli.md}: every command, flag, exit code and variable, from the same models as help and parsing. */
public final class ReferencePage {
    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The page for a tree of commands. */
    public static String of(Group tree) {
        ReferencePage reference = new ReferencePage();
        reference.introduction();
        for (String word : tree.words()) {
            reference.command(tree.find(word));
        }
        reference.tables();
        return reference.page.toString();
    }

    private void introduction() {
        page.append("""
                # Commands

                This page is written by the program from the models that parse the command line; a test holds it equal to
                them. `bulla help COMMAND` shows the same for one command.

                The answer goes to standard output, everything else to standard error. Shapes of the answer, references and
                credentials are explained by `bulla help formatting`, `bulla help references` and `bulla help registry`.
                """);
    }

    private void command(@Nullable Command command) {
        if (command == null) {
            return;
        }
        CommandModel model = command.model();
        page.append("\n## bulla ").append(model.path()).append("\n\n");
        page.append(sentence(model.summary()))
                .append("\n\n    ")
                .append(usage(model))
                .append('\n');
        arguments(model);
        if (!model.notes().isEmpty()) {
            page.append('\n');
            model.notes().forEach(note -> page.append(escaped(note)).append('\n'));
        }
        if (!model.examples().isEmpty()) {
            page.append('\n');
            model.examples()
                    .forEach(example -> page.append("    ").append(example).append('\n'));
        }
        if (command instanceof CommandGroup group) {
            for (String word : group.words()) {
                command(group.find(word));
            }
        }
    }

    private void arguments(CommandModel model) {
        List<String[]> rows = new ArrayList<>();
        for (Argument argument : model.arguments()) {
            rows.add(new String[] {code(argument.usage()), argument.meaning()});
        }
        List<String> shared = new ArrayList<>();
        for (Flag flag : model.flags()) {
            if (flag.shared().isEmpty()) {
                rows.add(new String[] {code(flag.usage()), flag.meaning()});
            } else if (flag.name().equals("--format")) {
                rows.add(new String[] {code(flag.usage()), formats(model.formats())});
            } else {
                shared.add(code(flag.name()));
            }
        }
        if (!rows.isEmpty()) {
            page.append('\n');
            table("Argument or flag", "Meaning", rows);
        }
        if (!shared.isEmpty()) {
            page.append("\nShared flags: ").append(String.join(", ", shared)).append(".\n");
        }
    }

    private void tables() {
        page.append("\n## Shared flags\n\n");
        List<String[]> flags = new ArrayList<>();
        for (Flag flag : SharedFlags.all()) {
            flags.add(new String[] {code(flag.usage()), flag.meaning()});
        }
        table("Flag", "Meaning", flags);
        page.append("\n## Exit codes\n\n");
        List<String[]> codes = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            codes.add(new String[] {code.status() + " " + code.word(), code.meaning()});
        }
        table("Exit code", "When", codes);
        page.append("\n## Environment\n\n");
        List<String[]> variables = new ArrayList<>();
        for (Variable variable : Variable.values()) {
            variables.add(new String[] {code(variable.name()), variable.meaning()});
        }
        table("Variable", "Use", variables);
    }

    private void table(String left, String right, List<String[]> rows) {
        page.append("| ").append(left).append(" | ").append(right).append(" |\n|---|---|\n");
        for (String[] row : rows) {
            page.append("| ")
                    .append(row[0].replace("|", "\\|"))
                    .append(" | ")
                    .append(escaped(row[1]))
                    .append(" |\n");
        }
    }

    private static String formats(List<Format> formats) {
        return "shape of the answer; " + formats.get(0).word() + " when not given";
    }

    private static String usage(CommandModel model) {
        return Invocation.usage(model).substring("usage: ".length());
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + escaped(text.substring(1)) + ".";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
