package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Policy;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.resolve.SharedTrust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Says whether a policy is sound, and which of a list of references it does not cover. */
public final class PolicyCheckCommand implements Command {
    /** A list of references that a person keeps. */
    private static final int MAX_LIST = 4 << 20;

    @Override
    public CommandModel model() {
        return CommandModel.of("policy check", "check a policy file and the root files it names, all of it")
                .argument("FILE", "the policy")
                .flag("--against LIST", "file with a reference a line; say what becomes of each")
                .formats(Format.TEXT, Format.JSON)
                .note("Exit 1 when the policy is not sound, or when a reference of the list is covered by no rule.")
                .example("bulla policy check policy.json --against deployed.txt");
    }

    @Override
    public ExitCode run(Invocation call) {
        PolicyFile file = PolicyFile.read(call.path(call.argument(0)), call.now());
        Policy policy = file.policy();
        List<Coverage> coverages = new ArrayList<>();
        List<String> asked =
                call.option("--against").map(list -> lines(call, list)).orElse(List.of());
        List<Reference> references = asked.stream().map(call::reference).toList();
        references.forEach(reference -> coverages.add(policy.coverage(reference)));
        long open =
                coverages.stream().filter(Coverage.NotCovered.class::isInstance).count();
        if (call.output().isText()) {
            text(call, policy, references, coverages);
        } else {
            call.output().json(document(call, policy, references, coverages));
        }
        SharedTrust.of(file, call.now()).forEach(call.output()::note);
        if (open == 0) {
            return ExitCode.OK;
        }
        Reason reason = Reason.of(
                ReasonCode.NOT_COVERED,
                open + " of " + Quantity.count(coverages.size(), "reference") + " " + (open == 1 ? "is" : "are")
                        + " not covered");
        call.output().error(Failure.of(reason));
        return ExitCode.of(reason.code());
    }

    /** Lines that are neither blank nor comments. */
    private static List<String> lines(Invocation call, String list) {
        String text = new String(LocalFiles.read(call.path(list), MAX_LIST).toByteArray(), StandardCharsets.UTF_8);
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static void text(Invocation call, Policy policy, List<Reference> references, List<Coverage> coverages) {
        Output output = call.output();
        output.line("sound     " + call.argument(0) + ": "
                + Quantity.count(policy.repositories().size(), "pinned root") + ", "
                + Quantity.count(policy.rules().size(), "rule"));
        for (int i = 0; i < coverages.size(); i++) {
            Coverage coverage = coverages.get(i);
            output.line(PolicyAnswer.padded(PolicyAnswer.word(coverage)) + references.get(i) + "  "
                    + PolicyAnswer.place(coverage));
        }
    }

    private static Json.Obj document(
            Invocation call, Policy policy, List<Reference> references, List<Coverage> coverages) {
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < coverages.size(); i++) {
            items.add(Json.Obj.empty()
                    .with("asked", Json.text(references.get(i).toString()))
                    .with("coverage", Json.text(PolicyAnswer.word(coverages.get(i))))
                    .with("rule", Json.text(PolicyAnswer.place(coverages.get(i)))));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.policy-check/1"))
                .with("policy", Json.text(call.argument(0)))
                .with("repositories", Json.whole(policy.repositories().size()))
                .with("rules", Json.whole(policy.rules().size()))
                .with("references", new Json.Arr(items));
    }
}
