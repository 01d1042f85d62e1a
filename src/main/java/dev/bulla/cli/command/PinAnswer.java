package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.images.ImageFile;
import dev.bulla.cli.images.ImageReference;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of {@code pin}: what stands where, what it became, and the files when all of it is trusted. */
final class PinAnswer {
    private final Invocation call;
    private final Output output;
    private final Map<String, ImageFile> files;
    private final Map<String, VerifyAnswer.Result> judged;
    private final Instant at;

    PinAnswer(Invocation call, Map<String, ImageFile> files, Map<String, VerifyAnswer.Result> judged, Instant at) {
        this.call = call;
        this.output = call.output();
        this.files = files;
        this.judged = judged;
        this.at = at;
    }

    /** Writes the files, or says why none is written. */
    ExitCode finish() {
        ExitCode worst = VerifyAnswer.worst(new ArrayList<>(judged.values()));
        boolean open = call.has("--check")
                && files.values().stream()
                        .anyMatch(file -> file.references().stream().anyMatch(reference -> !reference.isPinned()));
        boolean writes = worst == ExitCode.OK && !call.has("--check");
        if (writes) {
            files.forEach(this::write);
        }
        if (!output.isText()) {
            output.json(document(writes));
        }
        files.forEach((name, file) -> {
            file.leftAlone().forEach(output::warning);
            file.references().forEach(reference -> told(name, reference));
        });
        if (worst == ExitCode.OK && open) {
            Failure failure = Failure.of(Reason.of(ReasonCode.INCOMPLETE, "not every image reference has a digest")
                    .hint("bulla pin " + String.join(" ", call.arguments())));
            output.error(failure);
            return failure.exit();
        }
        if (worst != ExitCode.OK) {
            output.note("no file was written: every reference has to be trusted");
        }
        return worst;
    }

    private void write(String name, ImageFile file) {
        Bytes pinned = file.with(replacements(file));
        String target = call.option("--output").orElse(name);
        if (target.equals("-")) {
            output.bytes(pinned.toByteArray());
        } else if (!target.equals(name) || !file.with(Map.of()).equals(pinned)) {
            LocalFiles.write(call.path(target), false, pinned);
        }
    }

    private Map<ImageReference, String> replacements(ImageFile file) {
        Map<ImageReference, String> replacements = new LinkedHashMap<>();
        for (ImageReference reference : file.references()) {
            if (judged.get(reference.text()) instanceof VerifyAnswer.Judged result
                    && result.verdict() instanceof Verdict.Trusted trusted) {
                replacements.put(reference, pinned(reference, trusted));
            }
        }
        return replacements;
    }

    /** As the file spells the repository; who wrote a digest gets that very reference back. */
    private String pinned(ImageReference reference, Verdict.Trusted trusted) {
        if (reference.isPinned()) {
            return reference.text();
        }
        String name = call.has("--keep-tags") ? reference.text() : reference.repository();
        return name + "@" + trusted.subject().digest();
    }

    private void told(String file, ImageReference reference) {
        String where = file + ":" + reference.line();
        switch (result(reference)) {
            case VerifyAnswer.Failed failed -> failed(where, failed.failure());
            case VerifyAnswer.Judged result -> {
                if (result.verdict() instanceof Verdict.Trusted trusted) {
                    trusted(where, reference, trusted);
                } else if (result.verdict() instanceof Verdict.Rejected rejected) {
                    failed(where, Failure.of(rejected.reason()));
                }
            }
        }
    }

    private VerifyAnswer.Result result(ImageReference reference) {
        return Optional.ofNullable(judged.get(reference.text())).orElseThrow();
    }

    private void trusted(String where, ImageReference reference, Verdict.Trusted trusted) {
        trusted.vouching()
                .flatMap(Verdict.Vouching::drift)
                .ifPresent(drift ->
                        output.note(where + ": the tag of " + reference.text() + " names " + drift + " instead"));
        if (output.isText() && call.option("--output").filter("-"::equals).isEmpty()) {
            boolean changes = !reference.isPinned() && !call.has("--check");
            output.line(
                    where + "  " + reference.text() + (changes ? " -> " + pinned(reference, trusted) : "  trusted"));
        }
    }

    private void failed(String where, Failure failure) {
        output.say(where + ":");
        output.error(failure);
    }

    private Json.Obj document(boolean written) {
        List<Json> items = new ArrayList<>();
        files.forEach((name, file) -> {
            List<Json> references = new ArrayList<>();
            file.references().forEach(reference -> references.add(members(reference)));
            items.add(Json.Obj.empty()
                    .with("file", Json.text(name))
                    .with("references", new Json.Arr(references))
                    .with("leftAlone", Documents.texts(file.leftAlone())));
        });
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.pin/1"))
                .with("at", Json.text(Quantity.absolute(at)))
                .with("written", new Json.Bool(written))
                .with("files", new Json.Arr(items));
    }

    private Json.Obj members(ImageReference reference) {
        Json.Obj members = Json.Obj.empty()
                .with("line", Json.whole(reference.line()))
                .with("reference", Json.text(reference.text()));
        return switch (result(reference)) {
            case VerifyAnswer.Failed failed ->
                members.with("trusted", new Json.Bool(false))
                        .with("error", failed.failure().toJson());
            case VerifyAnswer.Judged result -> members(members, reference, result.verdict());
        };
    }

    private Json.Obj members(Json.Obj members, ImageReference reference, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Trusted trusted ->
                members.with("trusted", new Json.Bool(true))
                        .with("pinned", Json.text(pinned(reference, trusted)))
                        .with("digest", Json.text(trusted.subject().digest().toString()))
                        .with("level", Json.text(trusted.level()));
            case Verdict.Rejected rejected ->
                members.with("trusted", new Json.Bool(false))
                        .with("error", Failure.of(rejected.reason()).toJson());
            case Verdict.Allowed allowed ->
                members.with("trusted", new Json.Bool(false))
                        .with("error", Failure.of(allowed.strictly().reason()).toJson());
        };
    }
}
