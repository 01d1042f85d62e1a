package dev.bulla.cli.freshness;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code trust.lock}: raised, shown. */
public final class LockCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("lock", "minimum versions committed beside a deployment");
    }

    @Override
    public List<String> words() {
        return List.of("update", "show");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "update" -> new LockUpdateCommand();
            case "show" -> new LockShowCommand();
            default -> null;
        };
    }
}
