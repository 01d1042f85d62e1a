package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Step;
import dev.bulla.publish.ceremony.Ceremony;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.tuf.RoleName;
import java.util.List;
import java.util.Optional;

/**
 * How every command that edits roles ends: what changes is shown; then it is written to a staged file, or signed with the
 * keys at hand and published at once.
 */
final class RoleEditing {
    private final Invocation call;
    private final RoleWork work;

    RoleEditing(Invocation call, RoleWork work) {
        this.call = call;
        this.work = work;
    }

    /** {@code model} with the flags of all such commands. */
    static CommandModel flags(CommandModel model) {
        return model.flag("--expires DURATION", "how long the new version lives; as long as the last one")
                .flag("-o, --output FILE", "write a staged file for those who have the keys, and publish nothing")
                .flag("--sign-key KEY...", "sign with this key; with enough of them it is published at once")
                .flag("--root DIGEST", "the first root of the namespace, where this machine pins none")
                .flag("--yes", "sign and publish without asking, once all of it was shown")
                .flag("--dry-run", "show what would be signed and sign nothing")
                .formats(Format.TEXT, Format.JSON)
                .registry();
    }

    /** Refuses calls that say neither where to write nor with what to sign, before anything is fetched. */
    static void check(Invocation call) {
        if (!call.has("--output") && !call.has("--sign-key") && !call.has("--dry-run")) {
            throw call.wrongUse("needs --output for a staged file, or --sign-key to sign and publish at once");
        }
    }

    /** Shows {@code file} and does what the flags say. */
    ExitCode finish(StagedFile file) {
        StagedReview review = StagedReview.of(file).orThrow();
        StagedAnswer answer = new StagedAnswer(call);
        answer.show(review);
        if (call.has("--dry-run")) {
            return told(answer, review);
        }
        List<Signer> signers = new Keys(call).signers("--sign-key");
        Optional<String> output = call.option("--output");
        if (!signers.isEmpty() && !confirmed(review)) {
            call.output().say("nothing was signed");
            return ExitCode.REJECTED;
        }
        StagedReview signed = signed(review, signers);
        if (output.isPresent()) {
            StagedFiles.write(call.path(output.get()), signed);
            if (call.output().isText()) {
                call.output().line("wrote " + output.get());
            }
            answer.next(signed, output.get());
            return told(answer, signed);
        }
        demandComplete(signed);
        new RolePublication(call, work)
                .publish(signed, signers, signed.beginsNewChain() ? newRoot(signed) : work.trustedRoot(), false);
        return ExitCode.OK;
    }

    private static Bytes newRoot(StagedReview review) {
        return review.file().staged(RoleName.ROOT).orElseThrow();
    }

    private ExitCode told(StagedAnswer answer, StagedReview review) {
        if (!call.output().isText()) {
            call.output().json(answer.document(review));
        }
        return ExitCode.OK;
    }

    private boolean confirmed(StagedReview review) {
        String what = call.has("--output") ? "signs" : "signs and publishes";
        return call.has("--yes")
                || call.prompts()
                        .confirm(what + " this change of " + review.file().namespace());
    }

    /** Signed with those keys that some role asks for; the others sign snapshot and timestamp, or nothing. */
    private static StagedReview signed(StagedReview review, List<Signer> signers) {
        List<Signer> asked = signers.stream()
                .filter(signer -> !Ceremony.rolesOf(review, signer).isEmpty())
                .toList();
        return Ceremony.sign(review, asked).orThrow();
    }

    private static void demandComplete(StagedReview review) {
        review.roles().forEach(role -> {
            if (role.progress().demandComplete() instanceof Step.Refused<?> refused) {
                throw new KeyException(
                        refused.reason().message() + "; nothing was published",
                        "give -o FILE for a staged file, which the holders of the other keys sign on their machines");
            }
        });
    }
}
