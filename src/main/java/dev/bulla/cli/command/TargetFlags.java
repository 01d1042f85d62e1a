package dev.bulla.cli.command;

import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.JsonException;
import dev.bulla.publish.roles.TargetBatch;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flags and arguments that name roles and targets. */
final class TargetFlags {
    private TargetFlags() {}

    /** {@code model} with the flags that add and remove targets. */
    static CommandModel flags(CommandModel model) {
        return model.flag("--add-targets FILE...", "targets to list, any number in a file")
                .flag("--remove-target PATH...", "a target to list no more")
                .flag("--remove-targets FILE...", "targets to list no more, a path on each line");
    }

    /** True when one of the flags was given. */
    static boolean given(Invocation call) {
        return call.has("--add-targets") || call.has("--remove-target") || call.has("--remove-targets");
    }

    /** What the flags say. */
    static TargetBatch edits(Invocation call) {
        Map<TargetPath, TargetInfo> add = new LinkedHashMap<>();
        for (String file : call.options("--add-targets")) {
            TargetBatch.read(LocalFiles.read(call.path(file), TargetBatch.MAX_FILE))
                    .forEach((path, info) -> {
                        if (add.put(path, info) != null) {
                            throw call.wrongUse("finds " + path + " twice in what is to be added");
                        }
                    });
        }
        List<TargetPath> remove = new ArrayList<>();
        for (String path : call.options("--remove-target")) {
            remove.add(path(call, path));
        }
        for (String file : call.options("--remove-targets")) {
            String text = LocalFiles.read(call.path(file), TargetBatch.MAX_FILE)
                    .asUtf8()
                    .orElseThrow(() -> call.wrongUse("reads --remove-targets as UTF-8 text, a path on each line"));
            text.lines().filter(line -> !line.isBlank()).forEach(line -> remove.add(path(call, line)));
        }
        return new TargetBatch(add, remove);
    }

    private static TargetPath path(Invocation call, String written) {
        try {
            return new TargetPath(written);
        } catch (JsonException e) {
            throw call.wrongUse("takes no such target: " + e.getMessage());
        }
    }

    /** The role that an argument names. */
    static RoleName role(Invocation call, int argument) {
        return role(call, call.argument(argument));
    }

    /** The role that the user wrote. */
    static RoleName role(Invocation call, String written) {
        try {
            return new RoleName(written);
        } catch (JsonException e) {
            throw call.wrongUse("takes no such role: " + e.getMessage());
        }
    }
}
