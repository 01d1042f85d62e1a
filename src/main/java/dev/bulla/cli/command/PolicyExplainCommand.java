package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.policy.Coverage;
import dev.bulla.resolve.PolicyFile;
import java.nio.file.Path;

/** Says which rule of the policy covers a name, and what it asks for. */
public final class PolicyExplainCommand implements Command {
    @Override
    public CommandModel model() {
        return Policies.flag(CommandModel.of("policy explain", "say which rule covers a name and what it asks for")
                        .argument("REF", "the name; nothing is fetched"))
                .formats(Format.TEXT, Format.JSON)
                .note("Exit 1 when no rule covers the name, or the rule that does rejects it.")
                .example("bulla policy explain mirror.corp/cache/acme/shop:1.4.0 --policy policy.json");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference asked = call.reference(call.argument(0));
        Path file = Policies.file(call)
                .orElseThrow(() -> new RejectedException(
                        Reason.of(ReasonCode.NO_TRUST_ROOT, "no policy to explain " + asked + " by")
                                .hint("give one with --policy FILE, or keep it as "
                                        + call.directories().policy())));
        PolicyFile policy = PolicyFile.read(file, call.now());
        Coverage coverage = policy.policy().coverage(asked);
        PolicyAnswer answer = new PolicyAnswer(policy.policy(), asked);
        if (call.output().isText()) {
            answer.text(call.output(), coverage);
        } else {
            call.output().json(answer.document(file.toString(), coverage));
        }
        if (coverage instanceof Coverage.NotCovered not) {
            call.output().error(Failure.of(not.reason()));
            return ExitCode.of(not.reason().code());
        }
        return ExitCode.OK;
    }
}
