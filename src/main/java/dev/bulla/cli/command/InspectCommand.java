package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.Inspector;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Style;
import dev.bulla.oci.Descriptor;
import java.util.Map;

/** Shows every attribute of an artifact and of what is attached to it, signed apart from unsigned. */
public final class InspectCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("inspect", "show every signature and attribute, signed apart from unsigned, in full")
                .argument("REF", "what to look at")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Signed means covered by a signature that is attached; whether the signature holds, and whose it is,")
                .note("says `bulla verify`.");
    }

    @Override
    public ExitCode run(Invocation call) {
        ArtifactView view = new Inspector(Reach.places(call)).view(call.reference(call.argument(0)));
        view.notes().forEach(call.output()::note);
        if (!call.output().isText()) {
            call.output().json(ViewDocument.of("bulla.inspect/1", view, true));
            return ExitCode.OK;
        }
        Output output = call.output();
        output.line(Style.STRONG, "artifact", "  " + view.asked());
        member(output, view.root(), "  ");
        for (ArtifactView.Attached attachment : view.attached()) {
            attached(output, attachment, "");
        }
        if (view.attached().isEmpty()) {
            output.line("attached: none");
        }
        output.line("not verified; use bulla verify");
        return ExitCode.OK;
    }

    private static void member(Output output, ArtifactView.Member member, String indent) {
        output.line(indent + member.role() + ": " + member.what());
        descriptor(output, member.descriptor(), indent + "  ");
        values(output, "unsigned", member.unsigned(), indent + "  ");
        for (ArtifactView.Member below : member.members()) {
            member(output, below, indent + "  ");
        }
    }

    private static void attached(Output output, ArtifactView.Attached attachment, String indent) {
        output.line(Style.STRONG, indent + attachment.kind(), "  " + attachment.what());
        descriptor(output, attachment.descriptor(), indent + "  ");
        values(output, "signed", attachment.signed(), indent + "  ");
        values(output, "unsigned", attachment.unsigned(), indent + "  ");
        for (ArtifactView.Attached below : attachment.attached()) {
            attached(output, below, indent + "  ");
        }
    }

    private static void descriptor(Output output, Descriptor descriptor, String indent) {
        output.line(indent + descriptor.digest() + "  " + descriptor.mediaType() + "  " + descriptor.size() + " bytes");
    }

    private static void values(Output output, String heading, Map<String, String> values, String indent) {
        if (!values.isEmpty()) {
            output.line(indent + heading);
            values.forEach((name, value) -> output.line(indent + "  " + name + " = " + value));
        }
    }
}
