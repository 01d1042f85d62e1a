package dev.bulla.cli.command;

import dev.bulla.Relocator;
import dev.bulla.Verdict;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The answer of {@code copy}: what went, what was refreshed, how it verifies where it is now. */
final class CopyAnswer {
    private final Invocation call;
    private final Output output;
    private final Reference from;
    private final Reference to;
    private final boolean dry;

    CopyAnswer(Invocation call, Reference from, Reference to) {
        this.call = call;
        this.output = call.output();
        this.from = from;
        this.to = to;
        this.dry = call.has("--dry-run");
    }

    /**
     * Prints it; anything left behind, and a copy that does not verify where it arrived, are failures.
     *
     * @param signedBy ids of the operator's keys that signed the copy, or would
     */
    ExitCode print(Relocator.Copied copied, List<String> signedBy) {
        copied.warnings().forEach(output::warning);
        if (!output.isText()) {
            output.json(document(copied).with("countersignedBy", Documents.texts(signedBy)));
        }
        Optional<Reason> failure = failure(copied);
        if (failure.isPresent()) {
            Failure failed = Failure.of(failure.get());
            output.error(failed);
            return failed.exit();
        }
        copied.relocationMap().ifPresent(this::writeMap);
        summary(copied).forEach(this::line);
        if (!signedBy.isEmpty()) {
            line("  signed   " + (dry ? "would be, " : "") + "beside the publisher's, by "
                    + String.join(", ", signedBy.stream().map(output::keyId).toList()));
        }
        notes(copied);
        return ExitCode.OK;
    }

    /** Why it is one. */
    static Optional<Reason> failure(Relocator.Copied copied) {
        if (!copied.leftBehind().isEmpty()) {
            return Optional.of(Reasons.leftBehind(copied.leftBehind()));
        }
        return copied.arrival().map(Relocator.Arrival::verdict).flatMap(CopyAnswer::refusal);
    }

    private static Optional<Reason> refusal(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Trusted trusted -> Optional.empty();
            case Verdict.Allowed allowed -> Optional.of(allowed.strictly().reason());
            case Verdict.Rejected rejected ->
                Optional.of(rejected.reason().hint("everything was copied; it does not verify where it is now"));
        };
    }

    /** Standard output is for the map when the map goes there. */
    private void line(String line) {
        if (call.option("--output").filter("-"::equals).isPresent()) {
            output.say(line);
        } else if (output.isText()) {
            output.line(line);
        }
    }

    private List<String> summary(Relocator.Copied copied) {
        List<String> lines = new ArrayList<>();
        lines.add(
                (dry ? "would copy " : "copied ") + counts(copied) + " to " + call.argument(1) + "; digests unchanged");
        for (Relocator.Refreshed capsule : copied.capsules()) {
            lines.add("  roles    " + words(capsule.state()) + " (" + capsule.repository() + ": timestamp v"
                    + capsule.timestamp() + ", expires " + output.time(capsule.expires(), call.now()) + ")");
        }
        if (copied.superseded() > 0) {
            lines.add("  deleted  " + Quantity.count(copied.superseded(), "superseded capsule"));
        }
        copied.arrival()
                .ifPresent(arrival -> lines.add("  verified there "
                        + words(arrival.how())
                        + ", signed as " + arrival.name() + level(arrival.verdict())));
        return lines;
    }

    private static String level(Verdict verdict) {
        return verdict instanceof Verdict.Trusted trusted ? ", level " + trusted.level() : "";
    }

    private String words(Relocator.Refreshed.State state) {
        return switch (state) {
            case ATTACHED -> dry ? "would be refreshed" : "refreshed";
            case CURRENT -> "are current";
            case NEWER_THERE -> "not refreshed, newer ones are attached";
        };
    }

    private static String words(Relocator.Arrival.How how) {
        return switch (how) {
            case RULE -> "as its consumers will";
            case ATTACHED -> "by what is attached";
            case REPOSITORY -> "by its TUF repository";
        };
    }

    private static String counts(Relocator.Copied copied) {
        int there = copied.blobs() - copied.blobsMoved() - copied.blobsMounted();
        return Quantity.count(copied.manifests(), "manifest") + ", "
                + Quantity.count(copied.blobs(), "blob") + ", "
                + Quantity.count(copied.attachments(), "attachment")
                + " (" + Quantity.size(copied.bytesMoved()) + " moved"
                + (there > 0 ? ", " + Quantity.count(there, "blob") + " already there" : "")
                + (copied.blobsMounted() > 0 ? ", " + Quantity.count(copied.blobsMounted(), "blob") + " mounted" : "")
                + ")";
    }

    private void notes(Relocator.Copied copied) {
        if (copied.source().isEmpty()) {
            output.note("not verified: no root is pinned for " + from);
        }
        copied.arrival()
                .filter(arrival -> arrival.how() != Relocator.Arrival.How.RULE)
                .ifPresent(arrival -> output.note("consumers of " + to.place()
                        + " need to say under which name it was signed: " + rule(arrival.name())));
    }

    /** What a consumer writes down; where the tag changed, only a word in the call helps. */
    private String rule(String name) {
        String tag = name.substring(name.lastIndexOf(':') + 1);
        boolean sameTag = to.tag().isEmpty() || to.tag().get().value().equals(tag);
        String repository = name.substring(0, name.lastIndexOf(':'));
        Namespace there = Namespace.of(to.place());
        boolean layout = there instanceof Namespace.InLayout;
        if (!sameTag || (repository.startsWith("oci:") && !layout)) {
            return "bulla verify --as " + name;
        }
        String origin = layout
                ? repository
                : Namespace.of(Reference.parse(name).place()).name();
        return "bulla trust add " + there + " --same-as " + origin;
    }

    private void writeMap(Bytes map) {
        if (dry) {
            return;
        }
        call.option("--output").ifPresent(path -> {
            if (path.equals("-")) {
                output.bytes(map.toByteArray());
            } else {
                LocalFiles.write(call.path(path), false, map);
            }
        });
    }

    private Json.Obj document(Relocator.Copied copied) {
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.copy/1"))
                .with("from", Json.text(from.toString()))
                .with("to", Json.text(to.toString()))
                .with("dryRun", new Json.Bool(dry))
                .with("digest", Json.text(copied.digest().toString()))
                .with("complete", new Json.Bool(copied.leftBehind().isEmpty()))
                .with("manifests", Json.whole(copied.manifests()))
                .with("blobs", Json.whole(copied.blobs()))
                .with("blobsMoved", Json.whole(copied.blobsMoved()))
                .with("blobsMounted", Json.whole(copied.blobsMounted()))
                .with("bytesMoved", Json.whole(copied.bytesMoved()))
                .with("attachments", Json.whole(copied.attachments()))
                .with("leftBehind", Documents.texts(copied.leftBehind()))
                .with("warnings", Documents.texts(copied.warnings()))
                .with("roles", capsules(copied.capsules()))
                .with("superseded", Json.whole(copied.superseded()));
        if (copied.source().isPresent()) {
            document = document.with("source", verdict(copied.source().get()));
        }
        if (copied.arrival().isPresent()) {
            Relocator.Arrival arrival = copied.arrival().get();
            document = document.with(
                    "arrival",
                    verdict(arrival.verdict())
                            .with("how", Json.text(arrival.how().name().toLowerCase(Locale.ROOT)))
                            .with("signedAs", Json.text(arrival.name())));
        }
        return copied.relocationMap().isPresent()
                ? document.with("relocationMap", mapOf(copied.relocationMap().get()))
                : document;
    }

    private static Json.Obj verdict(Verdict verdict) {
        Json.Obj empty = Json.Obj.empty();
        return switch (verdict) {
            case Verdict.Trusted trusted ->
                empty.with("verdict", Json.text("trusted")).with("level", Json.text(trusted.level()));
            case Verdict.Allowed allowed ->
                empty.with("verdict", Json.text("allowed")).with("level", Json.text("0"));
            case Verdict.Rejected rejected ->
                empty.with("verdict", Json.text("rejected"))
                        .with("reason", Failure.toJson(rejected.reason()))
                        .with("message", Json.text(rejected.reason().message()));
        };
    }

    private static Json.Arr capsules(List<Relocator.Refreshed> capsules) {
        List<Json> items = new ArrayList<>();
        for (Relocator.Refreshed capsule : capsules) {
            items.add(Json.Obj.empty()
                    .with("repository", Json.text(capsule.repository()))
                    .with("timestamp", Json.whole(capsule.timestamp()))
                    .with("expires", Json.text(Quantity.absolute(capsule.expires())))
                    .with(
                            "state",
                            Json.text(
                                    switch (capsule.state()) {
                                        case ATTACHED -> "refreshed";
                                        case CURRENT -> "current";
                                        case NEWER_THERE -> "newer-attached";
                                    })));
        }
        return new Json.Arr(items);
    }

    private static Json mapOf(Bytes map) {
        return JsonReader.with(JsonLimits.manifest()).readObject(map);
    }
}
