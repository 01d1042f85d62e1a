package dev.bulla.cli.attest;

import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceUse;
import dev.bulla.cli.command.Reach;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.resolve.EvidenceAttaching;
import java.util.ArrayList;
import java.util.List;

/** Shows what will be attached, attaches it, and says what stands there now. */
final class Attaching {
    private final Invocation call;
    private final Reference asked;
    private final List<EvidenceDocument> documents;

    Attaching(Invocation call, Reference asked, List<EvidenceDocument> documents) {
        this.call = call;
        this.asked = asked;
        this.documents = List.copyOf(documents);
    }

    void run() {
        try (Store store = Reach.places(call).writing(asked.place())) {
            EvidenceAttaching.Target target = EvidenceAttaching.target(store, asked, call.option("--as"));
            call.output()
                    .say("will attach " + summary() + " to "
                            + asked.withDigest(target.artifact().digest()));
            documents.forEach(document -> call.output().step(line(document)));
            EvidenceAttaching.Attached attached = EvidenceAttaching.attach(store, target, documents);
            answer(attached);
        }
    }

    private void answer(EvidenceAttaching.Attached attached) {
        Reference deploy = asked.withDigest(attached.artifact().digest());
        if (call.output().isText()) {
            call.output().line("attached  " + summary() + " to " + deploy);
            return;
        }
        List<Json> manifests = new ArrayList<>();
        for (Digest manifest : attached.manifests()) {
            manifests.add(Json.text(manifest.toString()));
        }
        List<Json> listed = new ArrayList<>();
        documents.forEach(document -> listed.add(json(document)));
        call.output()
                .json(Json.Obj.empty()
                        .with("schema", Json.text("bulla.attest/1"))
                        .with("asked", Json.text(asked.toString()))
                        .with("subject", attached.artifact().toJson())
                        .with("documents", new Json.Arr(listed))
                        .with("manifests", new Json.Arr(manifests))
                        .with("carrier", Json.text(attached.carrier().toString())));
    }

    private static Json json(EvidenceDocument document) {
        Json.Obj json = Json.Obj.empty()
                .with("use", Json.text(document.use().word()))
                .with("digest", Json.text(Digest.of(document.content()).toString()));
        return document.address()
                .map(address -> json.with("step", Json.text(address.step()))
                        .with("keyid", Json.text(address.keyId().value())))
                .orElse(json);
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        for (EvidenceUse use : EvidenceUse.values()) {
            long count =
                    documents.stream().filter(document -> document.use() == use).count();
            if (count > 0) {
                parts.add(Quantity.count(count, use.word()));
            }
        }
        return String.join(", ", parts);
    }

    private static String line(EvidenceDocument document) {
        return document.use().word() + " "
                + document.address()
                        .map(address ->
                                address.step() + " by " + address.keyId().value())
                        .or(document::fileName)
                        .orElse("")
                + " " + Digest.of(document.content());
    }
}
