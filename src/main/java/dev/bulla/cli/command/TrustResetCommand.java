package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;

/** Puts another root in the place of a pinned one. */
public final class TrustResetCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust reset", "put another root in the place of a pinned one")
                .argument("NAMESPACE", "what is pinned")
                .flag("--root FILE", "the new root file, from its owner by another way than the registry")
                .formats(Format.TEXT, Format.JSON)
                .note(
                        "For the day when a threshold of root keys was lost or stolen: nothing ties the new root to the old")
                .note("one, and what was remembered under the old one no longer counts.");
    }

    @Override
    public ExitCode run(Invocation call) {
        String file = call.option("--root").orElseThrow(() -> call.wrongUse("needs --root FILE"));
        Trust trust = Pinning.trust(call, Reach.places(call));
        Trust.Pinned pinned =
                trust.reset(Pinning.namespace(call, call.argument(0)), Pins.rootFile(call, file), call.now());
        new Pins(call).answer(pinned, "pinned");
        return ExitCode.OK;
    }
}
