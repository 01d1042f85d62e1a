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

/** Lists the roots that are pinned. */
public final class TrustListCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust list", "list the roots that are pinned").formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        List<Trust.Pinned> all = Pinning.trust(call, Reach.places(call)).list();
        if (!call.output().isText()) {
            List<Json> items = new ArrayList<>();
            all.forEach(pinned -> items.add(Pins.members(Json.Obj.empty(), pinned)));
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.trust-list/1"))
                            .with("pinned", new Json.Arr(items)));
            return ExitCode.OK;
        }
        if (all.isEmpty()) {
            call.output().say("no roots are pinned in " + call.directories().trust());
        }
        for (Trust.Pinned pinned : all) {
            String names = pinned.relocated() ? "  names are read as " + Pins.names(pinned) : "";
            call.output()
                    .line(pinned.namespace() + "  " + call.output().digest(pinned.root()) + "  root v"
                            + pinned.trustedRoot().version() + names);
        }
        return ExitCode.OK;
    }
}
