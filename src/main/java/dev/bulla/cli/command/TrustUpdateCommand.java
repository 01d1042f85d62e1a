package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;

/** Updates what is remembered of a namespace's roles. */
public final class TrustUpdateCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust update", "update what is remembered of a namespace's roles")
                .argument("NAMESPACE", "what is pinned")
                .flag("--at TIME", "judge expiry as of this time")
                .flag("--state DIR", "keep what was last seen of pinned roles there")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Every verification does the same for its own namespace; this is for machines that verify rarely.");
    }

    @Override
    public ExitCode run(Invocation call) {
        Trust trust = Pinning.trust(call, Reach.places(call));
        Trust.Pinned pinned = trust.update(Pinning.namespace(call, call.argument(0)), call.judgedAt());
        new Pins(call).answer(pinned, "updated");
        return ExitCode.OK;
    }
}
