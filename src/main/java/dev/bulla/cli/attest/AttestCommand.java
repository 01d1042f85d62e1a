package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evidence of how something was made. */
public final class AttestCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("attest", "make evidence of how something was made");
    }

    @Override
    public List<String> words() {
        return List.of("run", "record", "statement", "git");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "run" -> new AttestRunCommand();
            case "record" -> new AttestRecordCommand();
            case "statement" -> new AttestStatementCommand();
            case "git" -> new AttestGitCommand();
            default -> null;
        };
    }
}
