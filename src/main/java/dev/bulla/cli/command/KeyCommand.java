package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys in hand: made, listed, shown, brought in, given out. */
public final class KeyCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("key", "make and look at signing keys");
    }

    @Override
    public List<String> words() {
        return List.of("new", "list", "show", "import", "export");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "new" -> new KeyNewCommand();
            case "list" -> new KeyListCommand();
            case "show" -> new KeyShowCommand();
            case "import" -> new KeyImportCommand();
            case "export" -> new KeyExportCommand();
            default -> null;
        };
    }
}
