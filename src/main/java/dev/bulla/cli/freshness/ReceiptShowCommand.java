package dev.bulla.cli.freshness;

import dev.bulla.Places;
import dev.bulla.Receipts;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.Pinning;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.oci.Reference;
import java.util.List;

/** Shows the receipts that an artifact carries. */
final class ReceiptShowCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("receipt show", "show the receipts that an artifact carries")
                .argument("REF", "the artifact")
                .flag("--key KEY...", "a public key whose receipts count, beside those that are named for REF already")
                .flag("--policy FILE", "rules instead of the pinned roots of this machine")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note("What a receipt says counts only where the roles verify: bulla verify.")
                .example("bulla receipt show oci:usb.tar:1.4.0 --key enclave.pub");
    }

    @Override
    public ExitCode run(Invocation call) {
        Places places = Reach.places(call);
        Reference asked = call.reference(call.argument(0));
        List<Receipts.Told> receipts =
                new Receipts(places, Pinning.judging(call, places)).of(asked, new Keys(call).publicKeys());
        new ReceiptAnswer(call).shown(asked, receipts);
        return ExitCode.OK;
    }
}
