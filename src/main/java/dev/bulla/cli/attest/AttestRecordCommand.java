package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that is no single command: what is there before it, and what after. */
public final class AttestRecordCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("attest record", "record a step that is no single command, before and after it");
    }

    @Override
    public List<String> words() {
        return List.of("start", "stop");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "start" -> new RecordStartCommand();
            case "stop" -> new RecordStopCommand();
            default -> null;
        };
    }
}
