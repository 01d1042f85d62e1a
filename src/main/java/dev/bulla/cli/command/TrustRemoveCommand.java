package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import dev.bulla.oci.Namespace;

/** Takes a pinned root back. */
public final class TrustRemoveCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust remove", "take a pinned root back")
                .argument("NAMESPACE", "what is pinned")
                .formats(Format.TEXT, Format.JSON)
                .note("The rollback memory stays, so that pinning the root again does not open the way back.");
    }

    @Override
    public ExitCode run(Invocation call) {
        Namespace namespace = Pinning.namespace(call, call.argument(0));
        Pinning.trust(call, Reach.places(call)).remove(namespace);
        if (call.output().isText()) {
            call.output().line("removed " + namespace + "; nothing covers its artifacts any more");
        } else {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.trust-remove/1"))
                            .with("namespace", Json.text(namespace.toString())));
        }
        return ExitCode.OK;
    }
}
