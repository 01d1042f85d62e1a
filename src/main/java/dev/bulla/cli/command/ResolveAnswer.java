package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Output;
import java.util.List;

/** The answer of {@code verify --resolve} in text: the bare reference to deploy for each artifact, and drift as a note. */
final class ResolveAnswer {
    private final Output output;
    private final VerifyAnswer verdicts;

    /** @param verdicts prints whatever was not resolved */
    ResolveAnswer(Output output, VerifyAnswer verdicts) {
        this.output = output;
        this.verdicts = verdicts;
    }

    ExitCode print(List<VerifyAnswer.Result> results) {
        for (VerifyAnswer.Result result : results) {
            if (result instanceof VerifyAnswer.Judged judged && judged.verdict() instanceof Verdict.Trusted trusted) {
                output.line(trusted.deploy().toString());
                trusted.vouching()
                        .flatMap(Verdict.Vouching::drift)
                        .ifPresent(tagged -> output.note("the tag of " + trusted.asked() + " names " + tagged
                                + ", which is not what was signed (drift)"));
                verdicts.steps(trusted);
            } else {
                verdicts.text(result);
            }
        }
        return VerifyAnswer.worst(results);
    }
}
