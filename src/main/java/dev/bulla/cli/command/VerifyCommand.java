package dev.bulla.cli.command;

import dev.bulla.KeyRule;
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
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.BullaException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says whether artifacts are trusted, and why. */
public final class VerifyCommand implements Command {
    @Override
    public CommandModel model() {
        return KeyRules.flags(CommandModel.of("verify", "say whether an artifact is trusted, and why")
                        .repeated("REF", "what to verify"))
                .flag("--min-level LEVEL", "demand a level of CNAB Security 300: 1a, 1b, 2, 3a, 3b or 4")
                .flag("--deep", "fetch and hash every byte of the artifact as well")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "The answer names the digest that was verified: deploy that. Nothing but exit 0 means trusted; no")
                .note("flag switches verification off.")
                .note("Without --key the root that is pinned for REF decides, or the rules of a policy.")
                .example("bulla verify registry.example/acme/shop:1.4.0")
                .example("bulla verify oci:usb.tar:1.4.0 --key ann --key ben --threshold 2 --offline");
    }

    @Override
    public ExitCode run(Invocation call) {
        Optional<KeyRule> rule = KeyRules.of(call);
        Instant at = call.judgedAt();
        Optional<String> least = call.option("--min-level");
        List<VerifyAnswer.Result> results = new ArrayList<>();
        try (TransferDisplay display = call.transfer("verifying", "verified")) {
            Places places = Reach.places(call);
            Verifier verifier = new Verifier(places, call.has("--deep"), display);
            Trust trust = rule.isPresent() ? Pinning.trust(call, places) : Pinning.judging(call, places);
            for (String asked : call.arguments()) {
                results.add(result(asked, () -> {
                    Reference reference = call.reference(asked);
                    Verdict verdict = rule.isPresent()
                            ? verifier.verify(reference, rule.get(), at)
                            : verifier.verify(reference, trust, call.option("--as"), at);
                    return least.isPresent() ? verdict.atLeast(least.get()) : verdict;
                }));
            }
        }
        return new VerifyAnswer(call, at).print(results);
    }

    private interface Judging {
        Verdict judge();
    }

    /** What cannot be judged is a result too, so that the other artifacts of the call are still looked at. */
    private static VerifyAnswer.Result result(String asked, Judging judging) {
        try {
            return new VerifyAnswer.Judged(judging.judge());
        } catch (BullaException e) {
            return new VerifyAnswer.Failed(asked, Failure.of(e));
        }
    }
}
