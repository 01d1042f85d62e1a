package dev.bulla.cli.command;

import dev.bulla.Registries;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;

/** Forgets a stored login. */
public final class LogoutCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("logout", "forget the stored login of a registry")
                .argument("HOST", "the registry: host or host:port");
    }

    @Override
    public ExitCode run(Invocation call) {
        String host = Reach.host(call, call.argument(0));
        boolean known = new Registries(Reach.connection(call)).logout(host);
        call.output().line(known ? "logged out of " + host : "there was no login for " + host);
        return ExitCode.OK;
    }
}
