package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.Relocator;
import dev.bulla.Trust;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Reference;

/** Relocates an artifact with everything attached to it. */
public final class CopyCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("copy", "relocate an artifact with everything attached to it")
                .argument("FROM", "what to copy")
                .argument("TO", "where to; without a tag it keeps the one of FROM")
                .flag("-o, --output PATH", "write the relocation map of a bundle there; - is standard output")
                .flag("--at TIME", "judge expiry at the source as of this time")
                .flag("--policy FILE", Policies.MEANING)
                .flag("--state DIR", "keep what was last seen of pinned roles there")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "Bytes are copied as they are, children before parents, then what is attached, then the tag. The list")
                .note("of attachments is read back at the destination. Running it again continues where it stopped.")
                .note("What a pinned root covers is verified first, and copied by the digest that was verified.")
                .example("bulla copy registry.example/acme/shop:1.4.0 oci:usb.tar:1.4.0");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference from = call.reference(call.argument(0));
        Reference to = call.reference(call.argument(1));
        Relocator.Copied copied;
        try (TransferDisplay display = call.transfer("copying", "copied")) {
            Places places = Reach.places(call);
            Relocator relocator = new Relocator(places, call.jobs(), display);
            Trust trust = Pinning.judging(call, places);
            copied = trust.covers(from) ? relocator.copy(from, to, trust, call.judgedAt()) : relocator.copy(from, to);
        }
        copied.warnings().forEach(call.output()::warning);
        if (!call.output().isText()) {
            call.output().json(document(from, to, copied));
        }
        if (!copied.leftBehind().isEmpty()) {
            Failure failure = Failure.of(Reasons.leftBehind(copied.leftBehind()));
            call.output().error(failure);
            return failure.exit();
        }
        copied.relocationMap().ifPresent(map -> writeMap(call, map));
        if (call.option("--output").filter("-"::equals).isPresent()) {
            call.output().say(summary(call.argument(1), copied));
        } else if (call.output().isText()) {
            call.output().line(summary(call.argument(1), copied));
        }
        return ExitCode.OK;
    }

    private static String summary(String to, Relocator.Copied copied) {
        int there = copied.blobs() - copied.blobsMoved() - copied.blobsMounted();
        return "copied " + Quantity.count(copied.manifests(), "manifest") + ", "
                + Quantity.count(copied.blobs(), "blob") + ", "
                + Quantity.count(copied.attachments(), "attachment")
                + " (" + Quantity.size(copied.bytesMoved()) + " moved"
                + (there > 0 ? ", " + Quantity.count(there, "blob") + " already there" : "")
                + (copied.blobsMounted() > 0 ? ", " + Quantity.count(copied.blobsMounted(), "blob") + " mounted" : "")
                + ") to " + to + "; digests unchanged";
    }

    private static void writeMap(Invocation call, Bytes map) {
        call.option("--output").ifPresent(path -> {
            if (path.equals("-")) {
                call.output().bytes(map.toByteArray());
            } else {
                LocalFiles.write(call.path(path), false, map);
            }
        });
    }

    private static Json.Obj document(Reference from, Reference to, Relocator.Copied copied) {
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.copy/1"))
                .with("from", Json.text(from.toString()))
                .with("to", Json.text(to.toString()))
                .with("digest", Json.text(copied.digest().toString()))
                .with("complete", new Json.Bool(copied.leftBehind().isEmpty()))
                .with("manifests", Json.whole(copied.manifests()))
                .with("blobs", Json.whole(copied.blobs()))
                .with("blobsMoved", Json.whole(copied.blobsMoved()))
                .with("blobsMounted", Json.whole(copied.blobsMounted()))
                .with("bytesMoved", Json.whole(copied.bytesMoved()))
                .with("attachments", Json.whole(copied.attachments()))
                .with("leftBehind", Documents.texts(copied.leftBehind()))
                .with("warnings", Documents.texts(copied.warnings()));
        return copied.relocationMap()
                .map(map -> document.with("relocationMap", mapOf(map)))
                .orElse(document);
    }

    private static Json mapOf(Bytes map) {
        return JsonReader.with(JsonLimits.manifest()).readObject(map);
    }
}
