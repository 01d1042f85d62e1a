package dev.bulla.cli.attest;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.inspect.FolderLimits;
import dev.bulla.inspect.GitCommit;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.write.Envelope;
import java.util.OptionalInt;

/** Makes the link about the commit that is checked out. */
public final class AttestGitCommand implements Command {
    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("attest git", "sign a link about the commit that is checked out");
        return RecordingFlags.functionary(model)
                .flag("--repository DIR", "top folder of the working copy, default here")
                .note("Its products are git:commit, git:tree and every tracked file by sha256. A tracked file that is")
                .note("not as it was committed refuses the link; files that git does not track are not in it.")
                .example("bulla attest git --step tag --key ann");
    }

    @Override
    public ExitCode run(Invocation call) {
        Envelope envelope = LinkAnswer.envelope(call);
        Functionary functionary = Functionary.of(call);
        Artifacts products =
                GitCommit.record(call.path(call.option("--repository").orElse(".")), FolderLimits.standard());
        Link link = Link.of(functionary.step(), Artifacts.none(), products);
        new LinkAnswer(call, functionary, envelope).finished(link, OptionalInt.empty());
        return ExitCode.OK;
    }
}
