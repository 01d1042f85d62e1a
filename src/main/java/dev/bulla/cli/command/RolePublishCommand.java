package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.publish.roles.StagedEdits;
import dev.bulla.tuf.RoleName;
import java.util.List;

/** Publishes a staged file that everyone has signed. */
public final class RolePublishCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("role publish", "publish a staged file that everyone has signed")
                .argument("NAMESPACE", "host/ns or oci:DIR")
                .argument("FILE", "the staged file")
                .flag("--key KEY...", "the key of snapshot and timestamp; without it the next refresh publishes")
                .flag("--expires DURATION", "how long the new snapshot and timestamp live; as long as the last ones")
                .flag("--root DIGEST", "the first root of the namespace, where this machine pins none")
                .flag(
                        "--new-root",
                        "publish a root that no earlier one vouches for: every consumer has to decide again")
                .flag("--yes", "publish without asking, once all of it was shown")
                .flag("--dry-run", "check everything and publish nothing")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "The whole chain is verified as a consumer would with the new files, and only then written; a file")
                .note("that lacks a signature is refused. If someone published meanwhile, nothing is overwritten.")
                .example("bulla role publish registry.example/acme targets.staged --key online");
    }

    @Override
    public ExitCode run(Invocation call) {
        StagedReview review =
                StagedReview.of(StagedFiles.read(call, call.argument(1))).orThrow();
        try (RoleWork work = new RoleWork(call)) {
            boolean founding = review.beginsNewChain() && work.head().isEmpty();
            checkChain(call, review, founding);
            new StagedAnswer(call).show(review);
            StagedEdits.of(review, founding).orThrow();
            Bytes trusted = review.beginsNewChain()
                    ? review.file().staged(RoleName.ROOT).orElseThrow()
                    : work.trustedRoot();
            List<Signer> signers = new Keys(call).signers();
            if (founding && signers.isEmpty()) {
                throw call.wrongUse("needs --key for the first snapshot and timestamp");
            }
            if (!call.has("--yes")
                    && !call.has("--dry-run")
                    && !call.prompts().confirm("publishes this in " + work.written())) {
                call.output().say("nothing was published");
                return ExitCode.REJECTED;
            }
            new RolePublication(call, work).publish(review, signers, trusted, founding);
            return ExitCode.OK;
        }
    }

    /** A new chain of roots where there is one already cuts every consumer off until they decide: never by accident. */
    private static void checkChain(Invocation call, StagedReview review, boolean founding) {
        if (review.beginsNewChain() && !founding && !call.has("--new-root")) {
            throw new RejectedException(
                    Reason.of(
                                    ReasonCode.THRESHOLD,
                                    "the staged root is signed by no key of the root that is published in "
                                            + review.file().namespace())
                            .with("role", RoleName.ROOT.value())
                            .hint("a root of the same chain is staged with `bulla role rotate`")
                            .hint(
                                    "after the loss of a threshold of root keys: --new-root, and every consumer has to decide again"));
        }
    }
}
