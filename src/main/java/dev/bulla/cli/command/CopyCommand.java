package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.oci.Reference;
import java.util.List;
import java.util.Optional;

/** Relocates an artifact with everything attached to it. */
public final class CopyCommand implements Command {
    @Override
    public CommandModel model() {
        return OperatorSignature.flags(Pinning.lock(Pinning.flags(CommandModel.of(
                                "copy", "relocate an artifact with everything attached to it")
                        .argument("FROM", "what to copy")
                        .argument("TO", "where to; without a tag it keeps the one of FROM")
                        .flag("-o, --output PATH", "write the relocation map of a bundle there; - is standard output")
                        .flag("--at TIME", "judge expiry as of this time"))))
                .flag("--dry-run", "say what would be copied and write nothing")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .transfer()
                .note(
                        "Bytes are copied as they are, children before parents, then what is attached, then the tag. The list")
                .note("of attachments is read back at the destination. Running it again continues where it stopped.")
                .note(
                        "What a pinned root covers is verified first, and copied by the digest that was verified. The copy")
                .note(
                        "gets the role files of that moment and is verified again where it arrived: by the pin or rule of")
                .note("the destination if it has one, else by what is attached, under its name at the source.")
                .note("With --countersign the operator's key signs the verified digest too; a policy can require it.")
                .example("bulla copy registry.example/acme/shop:1.4.0 oci:usb.tar:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference from = call.reference(call.argument(0));
        Reference to = call.reference(call.argument(1));
        Places places = Reach.places(call);
        Optional<Relocator.Judge> judge = judge(call, places, from);
        Optional<OperatorSignature> own = OperatorSignature.of(call, judge.isPresent());
        Relocator.Copied copied = copy(call, places, judge, from, to);
        CopyAnswer answer = new CopyAnswer(call, from, to);
        boolean whole = CopyAnswer.failure(copied).isEmpty();
        if (own.isPresent() && whole && !call.has("--dry-run")) {
            own.get().sign(places, from, to, copied);
        }
        return answer.print(copied, whole ? own.map(OperatorSignature::keyIds).orElse(List.of()) : List.of());
    }

    private static Relocator.Copied copy(
            Invocation call, Places places, Optional<Relocator.Judge> judge, Reference from, Reference to) {
        try (TransferDisplay display = call.transfer("copying", "copied")) {
            Relocator relocator = new Relocator(places, call.jobs(), display);
            if (call.has("--dry-run")) {
                return relocator.plan(from, to, judge);
            }
            return judge.isPresent() ? relocator.copy(from, to, judge.get()) : relocator.copy(from, to);
        }
    }

    /** Whoever pinned a root for it; what nobody answers for is copied as it is, and that is told. */
    private static Optional<Relocator.Judge> judge(Invocation call, Places places, Reference from) {
        Trust trust = Pinning.judging(call, places);
        Optional<String> as = call.option("--as");
        return trust.covers(from, as) ? Optional.of(new Relocator.Judge(trust, as, call.judgedAt())) : Optional.empty();
    }
}
