package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roots of trust on this machine: pinned, listed, updated, taken back. */
public final class TrustCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust", "pin roots of trust on this machine");
    }

    @Override
    public List<String> words() {
        return List.of("add", "list", "show", "update", "remove", "reset", "suggest");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "add" -> new TrustAddCommand();
            case "list" -> new TrustListCommand();
            case "show" -> new TrustShowCommand();
            case "update" -> new TrustUpdateCommand();
            case "remove" -> new TrustRemoveCommand();
            case "reset" -> new TrustResetCommand();
            case "suggest" -> new TrustSuggestCommand();
            default -> null;
        };
    }
}
