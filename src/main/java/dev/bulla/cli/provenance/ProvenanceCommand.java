package dev.bulla.cli.provenance;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.intoto.VerifyWords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows who did what, when, on which commit, and which rule let each artifact through. */
public final class ProvenanceCommand implements Command {
    @Override
    public CommandModel model() {
        return VerifyWords.flags(CommandModel.of(
                        "provenance", "who did what, when, on which commit, and which rule let each artifact through"))
                .formats(Format.TEXT, Format.JSON, Format.DOT, Format.MERMAID)
                .note("The chain is verified first; of one that is refused nothing but the refusal is shown. Times and")
                .note("commits are those that functionaries signed.")
                .example("bulla provenance --layout root.layout --layout-key alice.pub --link-dir links")
                .example(
                        "bulla provenance --layout root.layout --layout-key alice.pub --link-dir links --format mermaid");
    }

    @Override
    public ExitCode run(Invocation call) {
        Instant at = call.judgedAt();
        Judged judged = new Judged(
                Optional.empty(), Judged.KEYS, VerifyWords.verify(call, at), at, call.has("--at"), List.of());
        return ProvenanceAnswer.print(call, judged);
    }
}
