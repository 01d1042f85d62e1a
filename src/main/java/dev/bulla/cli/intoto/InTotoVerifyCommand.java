package dev.bulla.cli.intoto;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.intoto.LayoutVerdict;
import java.time.Instant;

/** Verifies a layout and a folder of links. */
public final class InTotoVerifyCommand implements Command {
    @Override
    public CommandModel model() {
        return VerifyWords.flags(CommandModel.of(
                        "in-toto verify", "verify a layout and the links of its steps, from plain files"))
                .formats(Format.TEXT, Format.JSON)
                .note("exit 0: accepted, 1: refused, 2: wrong call or unreadable layout or key file")
                .example("bulla in-toto verify --layout root.layout --layout-key alice.pub --link-dir links");
    }

    @Override
    public ExitCode run(Invocation call) {
        Instant at = VerifyWords.at(call);
        LayoutVerdict verdict = VerifyWords.verify(call, at);
        if (call.output().format() == Format.JSON) {
            call.output().json(LayoutVerdictJson.of(verdict, at, call.has("--at")));
        }
        return LayoutVerdictText.print(call.output(), verdict, at, call.has("--at"));
    }
}
