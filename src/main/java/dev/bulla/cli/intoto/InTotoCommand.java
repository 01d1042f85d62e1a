package dev.bulla.cli.intoto;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain in-toto on files, without a registry. */
public final class InTotoCommand implements CommandGroup {
    private static final List<String> WORDS = List.of("verify", "layout");

    @Override
    public CommandModel model() {
        return CommandModel.of("in-toto", "verify and make plain in-toto files, without a registry");
    }

    @Override
    public List<String> words() {
        return WORDS;
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "verify" -> new InTotoVerifyCommand();
            case "layout" -> new LayoutCommand();
            default -> null;
        };
    }
}
