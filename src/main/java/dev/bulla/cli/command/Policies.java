package dev.bulla.cli.command;

import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which policy a call is judged by. */
final class Policies {
    /** What the flag means. */
    static final String MEANING = "rules instead of the pinned roots of this machine";

    private Policies() {}

    /** {@code model} with the flag that names a policy. */
    static CommandModel flag(CommandModel model) {
        return model.flag("--policy FILE", MEANING);
    }

    /** The policy named in the call, else the one of the configuration directory, if there is one. */
    static Optional<Path> file(Invocation call) {
        Path own = call.directories().policy();
        return call.option("--policy")
                .map(call::path)
                .or(() -> Files.exists(own) ? Optional.of(own) : Optional.empty());
    }
}
