package dev.bulla.cli.intoto;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layouts: made from templates, signed by their owners, shown. */
public final class LayoutCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("in-toto layout", "make, sign and show layouts");
    }

    @Override
    public List<String> words() {
        return List.of("new", "sign", "show");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "new" -> new LayoutNewCommand();
            case "sign" -> new LayoutSignCommand();
            case "show" -> new LayoutShowCommand();
            default -> null;
        };
    }
}
