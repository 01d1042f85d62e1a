package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Receipts;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code export REF FILE}: an artifact with all that a consumer needs to verify it, as one file; or a thick bundle and a
 * capsule file; or a capsule file alone, for whoever has the artifact already.
 */
final class BundleExport {
    private static final Duration STANDARD = Duration.ofDays(30);

    private final Invocation call;
    private final Output output;

    /** For a call with two arguments. */
    BundleExport(Invocation call) {
        this.call = call;
        this.output = call.output();
    }

    /** Verifies, copies with fresh roles, verifies the copy; then a receipt, if a key for it is given. */
    ExitCode run() {
        Reference from = call.reference(call.argument(0));
        Path file = call.path(call.argument(1));
        if (CapsuleNames.isCapsule(call.argument(1)) || CapsuleNames.isThick(call.argument(1))) {
            return capsule(from);
        }
        if (!call.argument(1).endsWith(".tar")) {
            throw call.wrongUse(
                    "writes FILE.tar, an image layout, FILE.tgz, a thick bundle with FILE.capsule beside it,"
                            + " or FILE.capsule alone; not '" + call.argument(1) + "'");
        }
        refuseExisting(file);
        Reference to = new Reference(new Place.LayoutPlace(file, true), from.tag(), Optional.empty());
        Places places = Reach.places(call);
        Trust trust = covering(places, from);
        List<Signer> signers = new Keys(call).signers("--sign-key");
        Relocator.Copied copied = copied(places, trust, from, to);
        List<Receipts.Told> receipts = signers.isEmpty() ? List.of() : receipts(places, trust, from, to, signers);
        if (!copied.leftBehind().isEmpty()) {
            throw new RejectedException(Reason.of(
                    ReasonCode.INCOMPLETE,
                    copied.leftBehind().size() + " attachments were left behind: "
                            + copied.leftBehind().get(0)));
        }
        answer(copied, receipts);
        return ExitCode.OK;
    }

    /** The capsule file, alone or beside a thick bundle. */
    private ExitCode capsule(Reference from) {
        String name = CapsuleNames.beside(call.argument(1));
        Optional<Path> thick =
                CapsuleNames.isThick(call.argument(1)) ? Optional.of(call.path(call.argument(1))) : Optional.empty();
        thick.ifPresent(BundleExport::refuseExisting);
        refuseExisting(call.path(name));
        Places places = Reach.places(call);
        Trust trust = covering(places, from);
        List<Signer> signers = new Keys(call).signers("--sign-key");
        Relocator.Carried carried;
        try (TransferDisplay display = call.transfer("exporting", "exported")) {
            carried = new Relocator(places, call.jobs(), display)
                    .capsule(from, new Relocator.Judge(trust, call.option("--as"), call.now()), call.path(name), thick);
        }
        Reference to = new Reference(
                new Place.LayoutPlace(call.path(name), true), Optional.empty(), Optional.of(carried.artifact()));
        List<Receipts.Told> receipts = signers.isEmpty() ? List.of() : receipts(places, trust, from, to, signers);
        if (output.isText()) {
            output.line("exported "
                    + (thick.isPresent()
                            ? call.argument(0) + " to " + call.argument(1) + " and "
                            : "what verifies " + call.argument(0) + " to ")
                    + name + ": " + Quantity.count(carried.attachments() + receipts.size(), "attachment"));
            told(receipts);
        } else {
            output.json(document(carried.artifact(), carried.attachments() + receipts.size(), receipts)
                    .with("capsule", Json.text(name)));
        }
        return ExitCode.OK;
    }

    private static void refuseExisting(Path file) {
        if (Files.exists(file)) {
            throw new ConflictException(file + " is there already; nothing was overwritten", "name another file");
        }
    }

    private Trust covering(Places places, Reference from) {
        Trust trust = Pinning.judging(call, places);
        if (!trust.covers(from, call.option("--as"))) {
            throw new RejectedException(Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + from)
                    .hint("what is exported is verified first: bulla trust add"));
        }
        return trust;
    }

    private Relocator.Copied copied(Places places, Trust trust, Reference from, Reference to) {
        Optional<String> as = call.option("--as");
        try (TransferDisplay display = call.transfer("exporting", "exported")) {
            return new Relocator(places, call.jobs(), display)
                    .copy(from, to, new Relocator.Judge(trust, as, call.now()));
        }
    }

    private List<Receipts.Told> receipts(
            Places places, Trust trust, Reference from, Reference to, List<Signer> signers) {
        Receipts.Wish wish = new Receipts.Wish(
                from,
                call.option("--as"),
                Optional.of(to),
                Ages.of(call, "--valid-for").orElse(STANDARD),
                false);
        return new Receipts(places, trust)
                .create(wish, signers, call.now(), lines -> lines.forEach(line -> output.say("will sign   " + line)));
    }

    private void answer(Relocator.Copied copied, List<Receipts.Told> receipts) {
        if (!output.isText()) {
            output.json(document(copied.digest(), copied.attachments(), receipts));
            return;
        }
        output.line("exported " + call.argument(0) + " to " + call.argument(1) + ": "
                + Quantity.count(copied.manifests(), "manifest") + ", " + Quantity.count(copied.blobs(), "blob") + ", "
                + Quantity.count(copied.attachments(), "attachment"));
        copied.capsules()
                .forEach(capsule -> output.line("  roles    of " + capsule.repository() + ": timestamp v"
                        + capsule.timestamp() + ", expires " + output.time(capsule.expires(), call.now())));
        told(receipts);
    }

    private void told(List<Receipts.Told> receipts) {
        receipts.forEach(receipt -> output.line("  receipt  of use until " + Quantity.absolute(receipt.until())));
    }

    private Json.Obj document(Digest artifact, int attachments, List<Receipts.Told> receipts) {
        List<Json> made = new ArrayList<>();
        receipts.stream().map(Receipts.Told::manifest).map(Digest::toString).forEach(text -> made.add(Json.text(text)));
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.bundle-export/1"))
                .with("artifact", Json.text(call.argument(0)))
                .with("file", Json.text(call.argument(1)))
                .with("digest", Json.text(artifact.toString()))
                .with("attachments", Json.whole(attachments))
                .with("receipts", new Json.Arr(made));
    }
}
