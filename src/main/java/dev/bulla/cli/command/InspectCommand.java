package dev.bulla.cli.command;

import dev.bulla.ArtifactView;
import dev.bulla.ArtifactView.Attached;
import dev.bulla.ArtifactView.Member;
import dev.bulla.Inspector;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.oci.Descriptor;
import java.util.Locale;
import java.util.Map;

/** Shows every attribute of an artifact and its attachments: what signatures cover apart from what nothing covers. */
public final class InspectCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("inspect", "show every signed and every unsigned attribute of an artifact")
                .argument("REF", "what to look at")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note("Signed attributes are what signatures cover; whether these verify is for bulla verify to say.")
                .example("bulla inspect registry.example/acme/shop:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        ArtifactView view = new Inspector(Reach.places(call)).view(call.reference(call.argument(0)));
        Output output = call.output();
        if (!output.isText()) {
            output.json(ViewDocument.of("bulla.inspect/1", view));
            return ExitCode.OK;
        }
        output.line(view.asked().toString());
        member(output, view.root(), "  ");
        output.line("  attachments  " + (view.attached().isEmpty() ? "none" : view.attached().size()) + ", listed by "
                + view.listedBy().name().toLowerCase(Locale.ROOT));
        view.attached().forEach(attachment -> attached(output, attachment, "  "));
        view.notes().forEach(output::note);
        output.line("not verified; use bulla verify");
        return ExitCode.OK;
    }

    private static void member(Output output, Member member, String indent) {
        output.line(indent + member.role() + "  " + member.what());
        descriptor(output, member.descriptor(), indent + "  ");
        values(output, "unsigned", member.unsigned(), indent + "  ");
        member.members().forEach(child -> member(output, child, indent + "  "));
    }

    private static void attached(Output output, Attached attachment, String indent) {
        output.line(indent + attachment.kind() + "  " + attachment.what());
        descriptor(output, attachment.descriptor(), indent + "  ");
        values(output, "signed", attachment.signed(), indent + "  ");
        values(output, "unsigned", attachment.unsigned(), indent + "  ");
        attachment.attached().forEach(counter -> attached(output, counter, indent + "  "));
    }

    private static void descriptor(Output output, Descriptor descriptor, String indent) {
        output.line(indent + "digest  " + descriptor.digest());
        output.line(indent + "type    " + descriptor.mediaType());
        output.line(indent + "size    " + descriptor.size());
    }

    private static void values(Output output, String heading, Map<String, String> values, String indent) {
        if (!values.isEmpty()) {
            output.line(indent + heading);
            values.forEach((name, value) -> output.line(indent + "  " + name + " = " + value));
        }
    }
}
