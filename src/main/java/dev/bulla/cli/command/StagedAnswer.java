package dev.bulla.cli.command;

import dev.bulla.bytes.HashFunction;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import dev.bulla.publish.ceremony.RoleReview;
import dev.bulla.publish.ceremony.StagedReview;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.SigningProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How a staged file is told about: what changes, who has signed, who is missing. */
final class StagedAnswer {
    private final Invocation call;
    private final Output output;

    StagedAnswer(Invocation call) {
        this.call = call;
        this.output = call.output();
    }

    /** Shows all of it, on standard error when the answer is a document. */
    void show(StagedReview review) {
        for (String line : lines(review)) {
            if (output.isText()) {
                output.line(line);
            } else {
                output.say(line);
            }
        }
    }

    private List<String> lines(StagedReview review) {
        List<String> lines = new ArrayList<>();
        String from = review.madeFrom()
                .map(root -> "made from root v" + root.role().version() + " sha256:"
                        + HashFunction.SHA256.hash(root.raw()).hex())
                .orElse("a new chain of roots: no earlier root vouches for it, consumers have to pin it");
        lines.add(review.file().namespace() + "  " + output.brief(from));
        for (RoleReview role : review.roles()) {
            lines.add(role.role() + "  " + role.versions() + "  expires "
                    + output.time(role.after().role().expires(), call.now())
                    + (expired(role) ? "  (expired)" : ""));
            role.changes().forEach(change -> lines.add("  " + output.brief(change)));
            role.progress().demands().forEach(demand -> lines.add("  " + line(demand)));
        }
        return lines;
    }

    private boolean expired(RoleReview role) {
        return !role.after().role().expires().isAfter(call.now());
    }

    private String line(SigningProgress.Demand demand) {
        StringBuilder line = new StringBuilder("signed by ")
                .append(demand.count().distinctKeys())
                .append(" of the ")
                .append(demand.count().threshold())
                .append(" that ")
                .append(demand.by())
                .append(" demands");
        List<KeyId> signed = List.copyOf(demand.count().verified().keySet());
        if (!signed.isEmpty()) {
            line.append("; signed: ").append(ids(signed));
        }
        if (demand.needed() > demand.missing().size()) {
            line.append("; too few keys are defined, nobody can complete this");
        } else if (demand.needed() > 0) {
            line.append("; missing ").append(demand.needed()).append(" of: ").append(ids(demand.missing()));
        }
        return line.toString();
    }

    private String ids(List<KeyId> ids) {
        List<String> shown = new ArrayList<>();
        ids.forEach(id -> shown.add(output.keyId(id.value())));
        return String.join(", ", shown);
    }

    /** What to do next with {@code file}. */
    void next(StagedReview review, String file) {
        if (output.isText()) {
            output.line(
                    review.isComplete()
                            ? "complete: bulla role publish " + review.file().namespace() + " " + file
                            : "not complete: carry " + file + " to those who are missing");
        }
    }

    /** The answer as a document. */
    Json.Obj document(StagedReview review) {
        List<Json> roles = new ArrayList<>();
        review.roles().forEach(role -> roles.add(document(role)));
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.staged/1"))
                .with("namespace", Json.text(review.file().namespace()))
                .with("complete", new Json.Bool(review.isComplete()))
                .with("roles", new Json.Arr(roles));
        return review.madeFrom()
                .map(root -> document.with(
                        "madeFrom",
                        Json.Obj.empty()
                                .with("role", Json.text(RoleName.ROOT.value()))
                                .with("version", Json.whole(root.role().version()))
                                .with(
                                        "sha256",
                                        Json.text(HashFunction.SHA256
                                                .hash(root.raw())
                                                .hex()))))
                .orElse(document);
    }

    private static Json.Obj document(RoleReview role) {
        List<Json> demands = new ArrayList<>();
        for (SigningProgress.Demand demand : role.progress().demands()) {
            demands.add(Json.Obj.empty()
                    .with("by", Json.text(demand.by()))
                    .with("threshold", Json.whole(demand.count().threshold()))
                    .with(
                            "signed",
                            Documents.texts(texts(demand.count().verified().keySet())))
                    .with("waiting", Documents.texts(texts(demand.missing()))));
        }
        Json.Obj document = Json.Obj.empty()
                .with("role", Json.text(role.role().value()))
                .with("version", Json.whole(role.after().role().version()))
                .with("expires", Json.text(Quantity.absolute(role.after().role().expires())))
                .with("complete", new Json.Bool(role.isComplete()))
                .with("changes", Documents.texts(role.changes()))
                .with("demands", new Json.Arr(demands));
        return role.before()
                .map(before ->
                        document.with("replaces", Json.whole(before.role().version())))
                .orElse(document);
    }

    private static List<String> texts(Collection<KeyId> ids) {
        return ids.stream().map(KeyId::value).toList();
    }
}
