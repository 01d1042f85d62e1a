package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.write.Envelope;

/** Records what is there before a step, into a signed file between start and stop. */
public final class RecordStartCommand implements Command {
    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("attest record start", "record what is there before a step");
        return RecordingFlags.files(RecordingFlags.materials(RecordingFlags.functionary(model)))
                .registry()
                .note("The materials are signed and kept in .STEP.KEYID8.link-unfinished until the step is stopped.")
                .example("bulla attest record start --step edit --key ann --material src");
    }

    @Override
    public ExitCode run(Invocation call) {
        Envelope envelope = LinkAnswer.envelope(call);
        if (envelope == Envelope.STATEMENT) {
            throw call.wrongUse("keeps an unfinished link as dsse or metablock; give --envelope statement to stop");
        }
        Functionary functionary = Functionary.of(call);
        Artifacts materials = new NamedArtifacts(call).of("--material");
        functionary.check(call, materials);
        new LinkAnswer(call, functionary, envelope)
                .unfinished(Link.of(functionary.step(), materials, Artifacts.none()));
        return ExitCode.OK;
    }
}
