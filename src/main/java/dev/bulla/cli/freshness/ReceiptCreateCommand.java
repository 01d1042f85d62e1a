package dev.bulla.cli.freshness;

import dev.bulla.Places;
import dev.bulla.Receipts;
import dev.bulla.cli.command.Ages;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.command.Pinning;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import java.time.Duration;
import java.util.List;

/** Verifies an artifact in full and signs that it was valid now; the first time, and again for newer roles. */
final class ReceiptCreateCommand implements Command {
    private static final Duration STANDARD = Duration.ofDays(30);

    private final boolean renew;

    ReceiptCreateCommand(boolean renew) {
        this.renew = renew;
    }

    @Override
    public CommandModel model() {
        String word = renew ? "renew" : "create";
        String summary = renew
                ? "sign a later receipt, for roles that are newer than those of the last"
                : "verify an artifact and sign that it was valid now, for places behind a gap";
        return Pinning.flags(CommandModel.of("receipt " + word, summary)
                        .argument("REF", "the artifact, where its TUF repository can be asked"))
                .flag("--sign-key KEY...", "the key for receipts: one that signs nothing else")
                .flag("--to REF", "a copy of the artifact that is to carry the receipt; REF itself when not given")
                .flag("--valid-for DURATION", "how long it may be used at most, such as 30d or P30D; default 30d")
                .flag("-o, --output FILE", "write the signed receipt there as well; - is standard output")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .note(
                        "Nothing is signed unless everything verifies by the TUF repository as it is now. The roles that were")
                .note("verified are attached along with the receipt. A consumer behind the gap names the key:")
                .note("bulla trust add … --receipt-key KEY --max-age 30d. A revocation takes as long to arrive there.")
                .example("bulla receipt " + word
                        + " registry.example/acme/shop:1.4.0 --sign-key enclave --to oci:usb.tar:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        List<Signer> signers = new Keys(call).signers("--sign-key");
        if (signers.isEmpty()) {
            throw call.wrongUse("needs --sign-key, the key for receipts");
        }
        if (call.has("--offline")) {
            throw call.wrongUse("asks the TUF repository as it is now: --offline has no use");
        }
        Places places = Reach.places(call);
        Receipts receipts = new Receipts(places, Pinning.judging(call, places));
        Receipts.Wish wish = new Receipts.Wish(
                call.reference(call.argument(0)),
                call.option("--as"),
                call.option("--to").map(call::reference),
                Ages.of(call, "--valid-for").orElse(STANDARD),
                renew);
        List<Receipts.Told> made = receipts.create(wish, signers, call.now(), lines -> show(call, lines));
        call.option("--output").ifPresent(path -> write(call, path, made));
        new ReceiptAnswer(call).made(wish.to().orElse(wish.asked()), made);
        return ExitCode.OK;
    }

    private static void show(Invocation call, List<String> lines) {
        for (String line : lines) {
            if (call.output().isText()
                    && call.option("--output").filter("-"::equals).isEmpty()) {
                call.output().line("will sign   " + line);
            } else {
                call.output().say("will sign   " + line);
            }
        }
    }

    private static void write(Invocation call, String path, List<Receipts.Told> made) {
        if (made.size() != 1) {
            throw call.wrongUse("made " + made.size() + " receipts, and --output takes one; they are attached");
        }
        if (path.equals("-")) {
            call.output().bytes(made.get(0).envelope().toByteArray());
        } else {
            LocalFiles.write(call.path(path), false, made.get(0).envelope());
        }
    }
}
