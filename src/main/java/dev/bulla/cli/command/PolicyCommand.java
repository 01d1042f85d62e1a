package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies: checked, explained. */
public final class PolicyCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("policy", "lint a policy; say which rule covers a name");
    }

    @Override
    public List<String> words() {
        return List.of("check", "explain");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "check" -> new PolicyCheckCommand();
            case "explain" -> new PolicyExplainCommand();
            default -> null;
        };
    }
}
