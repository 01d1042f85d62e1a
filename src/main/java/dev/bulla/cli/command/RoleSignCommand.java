package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.ceremony.Ceremony;
import dev.bulla.publish.ceremony.RoleReview;
import dev.bulla.publish.ceremony.StagedReview;
import java.util.List;
import java.util.Optional;

/** Adds signatures to a staged file, with no network. */
public final class RoleSignCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("role sign", "sign a staged file; needs no network")
                .argument("FILE", "a staged file, as `bulla role stage` writes it")
                .flag("--key KEY...", "a key to sign with: name in the key directory, or file")
                .flag("--root DIGEST", "refuse unless it was made from the root with this sha256")
                .flag("-o, --output PATH", "write the signed file there; without it in place of FILE")
                .flag("--yes", "sign without asking, once all of it was shown")
                .formats(Format.TEXT, Format.JSON)
                .note(
                        "Shows what changes against the current version, computed from the role files alone, who has signed")
                .note("and who is missing; then asks. Without --key it shows and signs nothing.")
                .example("bulla role sign targets.staged --key ann");
    }

    @Override
    public ExitCode run(Invocation call) {
        StagedReview review =
                StagedReview.of(StagedFiles.read(call, call.argument(0))).orThrow();
        checkRoot(call, review);
        StagedAnswer answer = new StagedAnswer(call);
        answer.show(review);
        if (!call.has("--key")) {
            return shown(call, review, answer);
        }
        List<Signer> signers = new Keys(call).signers();
        if (!call.has("--yes") && !call.prompts().confirm(consequence(review, signers))) {
            call.output().say("nothing was signed");
            return ExitCode.REJECTED;
        }
        StagedReview signed = Ceremony.sign(review, signers).orThrow();
        String file = call.option("--output").orElse(call.argument(0));
        StagedFiles.write(call.path(file), signed);
        if (call.output().isText()) {
            call.output().line("signed  " + names(review, signers) + ", written to " + file);
        }
        return shown(call, signed, answer);
    }

    private static ExitCode shown(Invocation call, StagedReview review, StagedAnswer answer) {
        answer.next(review, call.option("--output").orElse(call.argument(0)));
        if (!call.output().isText()) {
            call.output().json(answer.document(review));
        }
        return ExitCode.OK;
    }

    private static void checkRoot(Invocation call, StagedReview review) {
        Optional<String> wanted = call.option("--root");
        if (wanted.isEmpty()) {
            return;
        }
        Digest digest = Digest.parse(wanted.get())
                .orElseThrow(() -> call.wrongUse("takes --root as sha256:HEX, not '" + wanted.get() + "'"));
        Optional<Digest> from = review.madeFrom().map(root -> Digest.of(root.raw()));
        if (!from.equals(Optional.of(digest))) {
            throw new RejectedException(
                    Reason.of(ReasonCode.HASH_MISMATCH, "the staged file was made from another root than " + digest)
                            .with("seen", digest.toString())
                            .with("offered", from.map(Digest::toString).orElse("none")));
        }
    }

    private static String consequence(StagedReview review, List<Signer> signers) {
        return "signs " + names(review, signers) + " of " + review.file().namespace();
    }

    /** Each role that is signed, with its version. */
    private static String names(StagedReview review, List<Signer> signers) {
        StringBuilder names = new StringBuilder();
        for (RoleReview role : review.roles()) {
            boolean asked = signers.stream()
                    .anyMatch(signer -> Ceremony.rolesOf(review, signer).contains(role));
            if (asked) {
                names.append(names.isEmpty() ? "" : ", ")
                        .append(role.role())
                        .append(" v")
                        .append(role.after().role().version());
            }
        }
        return names.isEmpty() ? "nothing" : names.toString();
    }
}
