package dev.bulla.cli.command;

import dev.bulla.KeyRule;
import dev.bulla.Places;
import dev.bulla.Trust;
import dev.bulla.Verifier;
import dev.bulla.cli.command.VerifyAnswer.Judged;
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
                        .repeated(
                                "REF", "what to verify; or a file: bundle.json, thick bundle, tar of an image layout"))
                .flag("--min-level LEVEL", "demand a level of CNAB Security 300: 1a, 1b, 2, 3a, 3b or 4")
                .flag("--advise", "say what leads to a higher level")
                .flag("--resolve", "print the digest that the roles list under REF, verified, whatever its tag names")
                .flag("--deep", "fetch and hash every byte of the artifact as well")
                .flag("--capsule FILE", "tar of an image layout with attachments for a file that carries none")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "The answer names the digest that was verified: deploy that. Nothing but exit 0 means trusted; no")
                .note("flag switches verification off.")
                .note("Without --key the root that is pinned for REF decides, or the rules of a policy.")
                .example("bulla verify registry.example/acme/shop:1.4.0")
                .note(
                        "A file is what ends in .json, .tgz, .tar.gz or .tar, or begins with ./ or /. It has no name of its")
                .note("own: --as says which. Its verdict is that of the reference, but for the member source.")
                .example("bulla verify shop.tgz --as registry.example/acme/shop:1.4.0")
                .example("bulla verify --resolve registry.example/acme/shop:1.4.0")
                .example("bulla verify oci:usb.tar:1.4.0 --key ann --key ben --threshold 2 --offline");
    }

    @Override
    public ExitCode run(Invocation call) {
        boolean resolving = call.has("--resolve");
        if (resolving && call.has("--key")) {
            throw call.wrongUse("takes --resolve without --key: detached signatures list no digest for a name");
        }
        Optional<KeyRule> rule = KeyRules.of(call);
        Instant at = call.judgedAt();
        Optional<String> least = call.option("--min-level");
        List<VerifyAnswer.Result> results = new ArrayList<>();
        try (TransferDisplay display = call.transfer("verifying", "verified")) {
            Places places = Reach.remembering(call);
            Verifier verifier = new Verifier(places, call.has("--deep"), display);
            boolean files = call.arguments().stream().allMatch(VerifiedFrom::isFile);
            Trust trust = trust(call, places, rule.isPresent(), files);
            Asking asking = new Asking(call, verifier, trust, rule, at);
            for (String asked : call.arguments()) {
                results.add(result(asked, () -> {
                    Judged judged = VerifiedFrom.isFile(asked) ? asking.file(asked) : asking.reference(asked);
                    return least.isPresent()
                            ? new Judged(judged.verdict().atLeast(least.get()), judged.from())
                            : judged;
                }));
            }
        }
        VerifyAnswer answer = new VerifyAnswer(call, at);
        return resolving && call.output().isText()
                ? new ResolveAnswer(call.output(), answer).print(results)
                : answer.print(results);
    }

    private static Trust trust(Invocation call, Places places, boolean keys, boolean files) {
        if (keys) {
            return Pinning.trust(call, places);
        }
        return files ? Pinning.judgingFiles(call, places) : Pinning.judging(call, places);
    }

    /** How this call judges. */
    private record Asking(Invocation call, Verifier verifier, Trust trust, Optional<KeyRule> rule, Instant at) {
        Judged reference(String asked) {
            Reference reference = call.reference(asked);
            if (call.has("--capsule")) {
                throw call.wrongUse(
                        "takes --capsule for files; attachments of " + asked + " are looked for where it is");
            }
            if (rule.isPresent()) {
                return new Judged(verifier.verify(reference, rule.get(), at));
            }
            Optional<String> as = call.option("--as");
            return new Judged(
                    call.has("--resolve")
                            ? verifier.resolve(reference, trust, as, at)
                            : verifier.verify(reference, trust, as, at));
        }

        Judged file(String asked) {
            if (call.has("--resolve")) {
                throw call.wrongUse("takes --resolve for references; a file is what it is");
            }
            Verifier.LocalFile file = VerifiedFrom.question(call, asked);
            Verifier.LocalVerdict judged =
                    rule.isPresent() ? verifier.verify(file, rule.get(), at) : verifier.verify(file, trust, at);
            return new Judged(judged.verdict(), VerifiedFrom.of(asked, judged));
        }
    }

    private interface Judging {
        Judged judge();
    }

    /** What cannot be judged is a result too, so that the other artifacts of the call are still looked at. */
    private static VerifyAnswer.Result result(String asked, Judging judging) {
        try {
            return judging.judge();
        } catch (BullaException e) {
            return new VerifyAnswer.Failed(asked, Failure.of(e));
        }
    }
}
