package dev.bulla.cli.command;

import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import java.util.ArrayList;
import java.util.List;

/** Shows a pinned root and what was last seen of its roles. */
public final class TrustShowCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("trust show", "show a pinned root and what was last seen of its roles")
                .argument("NAMESPACE", "what is pinned")
                .formats(Format.TEXT, Format.JSON);
    }

    @Override
    public ExitCode run(Invocation call) {
        Trust.Pinned pinned = Pinning.trust(call, Reach.places(call)).show(Pinning.namespace(call, call.argument(0)));
        if (!call.output().isText()) {
            new Pins(call).answer(pinned, "");
            return ExitCode.OK;
        }
        text(call, pinned);
        return ExitCode.OK;
    }

    private static void text(Invocation call, Trust.Pinned pinned) {
        Output output = call.output();
        output.line(pinned.namespace() + "  pinned " + output.digest(pinned.root()));
        output.line("  asked    " + pinned.repository());
        if (pinned.relocated()) {
            output.line("  names    are read as " + Pins.names(pinned));
        }
        for (Verdict.Role role : pinned.roles()) {
            List<String> keys = new ArrayList<>();
            role.keyIds().forEach(id -> keys.add(output.keyId(id)));
            output.line("  " + role.name() + " v" + role.version() + ", "
                    + role.keyIds().size() + " of "
                    + role.threshold() + " keys, expires " + output.time(role.expires(), call.now()) + ": "
                    + String.join(", ", keys));
        }
        Demanded.tell(call, pinned.demands());
        String origin = pinned.relocated() ? " --same-as " + pinned.names() : "";
        output.line("  give consumers this line:");
        output.line("  bulla trust add " + pinned.namespace() + origin + " --root " + pinned.root());
    }
}
