package dev.bulla.cli;

import dev.bulla.cli.command.CompletionCommand;
import dev.bulla.cli.command.HelpCommand;
import dev.bulla.cli.command.TufClientCommand;
import dev.bulla.cli.command.VersionCommand;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.Group;
import dev.bulla.cli.intoto.InTotoCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The top of the command tree. A word loads the one class behind it. */
final class Commands implements Group {
    private static final List<String> WORDS = List.of(
            // interoperability
            "in-toto",
            "tuf-client",
            // about
            "completion",
            "help",
            "version");

    @Override
    public List<String> words() {
        return WORDS;
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            case "in-toto" -> new InTotoCommand();
            case "tuf-client" -> new TufClientCommand();
            case "version" -> new VersionCommand();
            default -> null;
        };
    }
}
