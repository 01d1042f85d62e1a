package dev.bulla.cli.freshness;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Freshness receipts: made, renewed, shown. */
public final class ReceiptCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("receipt", "freshness receipts for air gaps");
    }

    @Override
    public List<String> words() {
        return List.of("create", "renew", "show");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "create" -> new ReceiptCreateCommand(false);
            case "renew" -> new ReceiptCreateCommand(true);
            case "show" -> new ReceiptShowCommand();
            default -> null;
        };
    }
}
