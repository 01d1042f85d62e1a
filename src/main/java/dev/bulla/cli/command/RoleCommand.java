package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandGroup;
import dev.bulla.cli.frame.CommandModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The roles of a namespace: looked at, changed, signed by several people on machines of their own. */
public final class RoleCommand implements CommandGroup {
    @Override
    public CommandModel model() {
        return CommandModel.of("role", "delegations, thresholds, rotation, and signing by several people");
    }

    @Override
    public List<String> words() {
        return List.of("list", "add", "remove", "rotate", "stage", "sign", "merge", "publish", "recover");
    }

    @Override
    public @Nullable Command find(String word) {
        return switch (word) {
            case "list" -> new RoleListCommand();
            case "add" -> new RoleAddCommand();
            case "remove" -> new RoleRemoveCommand();
            case "rotate" -> new RoleRotateCommand();
            case "stage" -> new RoleStageCommand();
            case "sign" -> new RoleSignCommand();
            case "merge" -> new RoleMergeCommand();
            case "publish" -> new RolePublishCommand();
            case "recover" -> new RoleRecoverCommand();
            default -> null;
        };
    }
}
