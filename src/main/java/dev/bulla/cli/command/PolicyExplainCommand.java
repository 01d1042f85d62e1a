package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.json.Json;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.BullaException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.policy.Coverage;
import dev.bulla.resolve.PolicyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Says which pin or rule covers a name, what it asks for, and how each check of the artifact turned out. */
public final class PolicyExplainCommand implements Command {
    @Override
    public CommandModel model() {
        return Pinning.flags(
                        CommandModel.of("policy explain", "say which pin or rule covers a name, and every check made")
                                .argument("REF", "the name, and what is judged under it"))
                .flag("--rules", "only which rules of the policy cover the name; nothing is fetched")
                .flag("--at TIME", "judge expiry as of this time")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "Each check has the number of its section in the TUF specification (tuf.) or in Bulla's designs. What")
                .note("was offered and passed over, heads, capsules, tag records, stands among them with the reason.")
                .note("The exit code is that of verify; with --rules it is 1 when no rule lets the name through.")
                .example("bulla policy explain registry.example/acme/shop:1.4.0")
                .example("bulla policy explain mirror.corp/cache/acme/shop:1.4.0 --policy policy.json --rules");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference asked = call.reference(call.argument(0));
        Optional<Path> file = Policies.file(call);
        if (call.has("--rules")) {
            return rules(
                    call,
                    asked,
                    file.orElseThrow(() -> new RejectedException(
                            Reason.of(ReasonCode.NO_TRUST_ROOT, "no policy to explain " + asked + " by")
                                    .hint("give one with --policy FILE, or keep it as "
                                            + call.directories().policy()))));
        }
        Places places = Reach.places(call);
        Trust trust = Pinning.judging(call, places);
        Json.Obj document = covering(call, asked, file, trust);
        Instant at = call.judgedAt();
        try {
            Verdict verdict = new Verifier(places, false, Progress.NONE).verify(asked, trust, call.option("--as"), at);
            VerifyAnswer.Judged judged = new VerifyAnswer.Judged(verdict);
            if (!call.output().isText()) {
                return new VerifyAnswer(call, at).print(judged, document);
            }
            new ExplainAnswer(call).verdict(verdict);
            if (verdict instanceof Verdict.Rejected rejected) {
                call.output().error(Failure.of(rejected.reason()));
            }
            return judged.exit();
        } catch (BullaException e) {
            Failure failure = Failure.of(e);
            if (!call.output().isText()) {
                call.output().json(document.with("error", failure.toJson()));
            }
            call.output().error(failure);
            return failure.exit();
        }
    }

    /** What covers the name: said in text, and as the beginning of the document. */
    private static Json.Obj covering(Invocation call, Reference asked, Optional<Path> file, Trust trust) {
        if (file.isPresent()) {
            PolicyFile policy = PolicyFile.read(file.get(), call.now());
            Coverage coverage = policy.policy().coverage(asked);
            PolicyAnswer answer = new PolicyAnswer(policy.policy(), asked);
            if (call.output().isText()) {
                answer.text(call.output(), coverage);
            }
            return answer.document(file.get().toString(), coverage);
        }
        Optional<Trust.Pinned> pin = trust.covering(asked, call.option("--as"));
        if (call.output().isText()) {
            new ExplainAnswer(call).pin(asked.toString(), pin);
        }
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.policy-explain/1"))
                .with("asked", Json.text(asked.toString()))
                .with("coverage", Json.text(pin.isPresent() ? "pinned" : "rejected"));
        return pin.map(known -> document.with("pin", ExplainAnswer.pin(known))).orElse(document);
    }

    private static ExitCode rules(Invocation call, Reference asked, Path file) {
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
