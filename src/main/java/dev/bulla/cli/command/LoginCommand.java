package dev.bulla.cli.command;

import dev.bulla.Registries;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;

/** Stores a login where docker and others look for it. */
public final class LoginCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("login", "try a login on a registry and store it where docker stores its own")
                .argument("HOST", "the registry: host or host:port")
                .registry()
                .note(
                        "Without --username and --password-stdin both are asked for at the terminal. The login goes to the")
                .note("credential helper that the file names, else into the file, which only its owner can read.")
                .example("bulla login registry.example --username ann --password-stdin < token");
    }

    @Override
    public ExitCode run(Invocation call) {
        String host = Reach.host(call, call.argument(0));
        String where = new Registries(Reach.connectionWithLogin(call, host)).login(host);
        call.output().line("logged in to " + host + "; kept in " + where);
        return ExitCode.OK;
    }
}
