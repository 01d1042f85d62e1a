package dev.bulla.cli.freshness;

import dev.bulla.Receipts;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is said about receipts. */
final class ReceiptAnswer {
    private final Output output;
    private final Instant now;

    ReceiptAnswer(Invocation call) {
        this.output = call.output();
        this.now = call.now();
    }

    /** Receipts that were made just now. */
    void made(Reference at, List<Receipts.Told> receipts) {
        if (!output.isText()) {
            output.json(document(at, receipts));
            return;
        }
        receipts.forEach(receipt -> output.line("attached    " + output.digest(receipt.manifest()) + " to " + at
                + "; of use until " + Quantity.absolute(receipt.until())));
    }

    /** Receipts that are attached. */
    void shown(Reference at, List<Receipts.Told> receipts) {
        if (!output.isText()) {
            output.json(document(at, receipts));
            return;
        }
        if (receipts.isEmpty()) {
            output.line(at + " carries no receipt");
        }
        for (Receipts.Told receipt : receipts) {
            List<String> ids = new ArrayList<>();
            receipt.signers().forEach(id -> ids.add(output.keyId(id)));
            output.line("receipt   " + output.digest(receipt.manifest()));
            output.line("  says     root v" + receipt.root() + " and timestamp v" + receipt.timestamp() + " of "
                    + receipt.origin() + " were valid at " + Quantity.absolute(receipt.verifiedAt()));
            output.line("  until    " + Quantity.absolute(receipt.until())
                    + (receipt.until().isAfter(now) ? "" : ", which is past"));
            output.line("  signed   " + String.join(", ", ids)
                    + (receipt.trusted() ? ", a key that counts here" : " (unverified: no key that counts here)"));
        }
    }

    private static Json.Obj document(Reference at, List<Receipts.Told> receipts) {
        List<Json> items = new ArrayList<>();
        for (Receipts.Told receipt : receipts) {
            List<Json> ids = new ArrayList<>();
            receipt.signers().forEach(id -> ids.add(Json.text(id)));
            items.add(Json.Obj.empty()
                    .with("manifest", Json.text(receipt.manifest().toString()))
                    .with("origin", Json.text(receipt.origin()))
                    .with("root", Json.whole(receipt.root()))
                    .with("timestamp", Json.whole(receipt.timestamp()))
                    .with("verifiedAt", Json.text(Quantity.absolute(receipt.verifiedAt())))
                    .with("until", Json.text(Quantity.absolute(receipt.until())))
                    .with("keyids", new Json.Arr(ids))
                    .with("trusted", new Json.Bool(receipt.trusted())));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.receipt/1"))
                .with("artifact", Json.text(at.toString()))
                .with("receipts", new Json.Arr(items));
    }
}
