package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Says what the attachments of an artifact suggest about its origin; nothing is applied. */
public final class TrustSuggestCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust suggest", "say where an artifact claims to have been signed")
                .argument("REF", "an artifact at its new place")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "What is attached can be written by anybody who may push: nothing is verified and nothing applied.");
    }

    @Override
    public ExitCode run(Invocation call) {
        List<Trust.Suggestion> all = Pinning.trust(call, Reach.places(call)).suggest(call.reference(call.argument(0)));
        if (!call.output().isText()) {
            List<Json> items = new ArrayList<>();
            for (Trust.Suggestion suggestion : all) {
                items.add(Json.Obj.empty()
                        .with("namespace", Json.text(suggestion.namespace().toString()))
                        .with("sameAs", Json.text(suggestion.sameAs()))
                        .with("verified", new Json.Bool(false)));
            }
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.trust-suggest/1"))
                            .with("suggestions", new Json.Arr(items)));
            return ExitCode.OK;
        }
        if (all.isEmpty()) {
            call.output().say("nothing attached to " + call.argument(0) + " names another origin");
        }
        for (Trust.Suggestion suggestion : all) {
            call.output()
                    .line("unverified  bulla trust add " + suggestion.namespace() + " --same-as " + suggestion.sameAs()
                            + " --root sha256:FINGERPRINT");
        }
        return ExitCode.OK;
    }
}
