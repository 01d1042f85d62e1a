package dev.bulla.cli.command;

import dev.bulla.Publisher;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.Check;
import java.util.ArrayList;
import java.util.List;

/** Stores a bundle, an image layout or any files. */
public final class PushCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("push", "store a bundle or any files; prints the reference with its digest")
                .repeated(
                        "FILE",
                        "a bundle.json, a thick bundle (.tgz), an image layout (oci:DIR), or files as an artifact")
                .argument("REF", "where to store it")
                .flag("--images-from PLACE...", "take the images of the bundle from there: host/repo or oci:DIR")
                .flag("--artifact-type TYPE", "store the files as a plain artifact of this type")
                .flag("--media-type TYPE", "media type of each file, default application/octet-stream")
                .flag("--annotation NAME=VALUE...", "annotation of the plain artifact")
                .flag("--dry-run", "say what would be stored and store nothing")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .transfer()
                .example("bulla push bundle.json registry.example/acme/shop:1.4.0")
                .example("bulla push site.tar registry.example/acme/site:7 --artifact-type application/vnd.acme.site");
    }

    @Override
    public ExitCode run(Invocation call) {
        List<String> files = call.arguments().subList(0, call.arguments().size() - 1);
        Reference target = call.reference(call.argument(files.size()));
        if (target.digest().isPresent()) {
            throw call.wrongUse("stores under a tag; a digest comes from what is stored");
        }
        Publisher.checkTarget(target);
        Publisher.Pushed pushed;
        try (TransferDisplay display = call.transfer("pushing", "pushed")) {
            pushed = new PushWork(call, Reach.places(call), display).push(files, target);
        }
        List<String> lost = new ArrayList<>();
        for (Check note : pushed.notes()) {
            if (note.result() == Check.Result.FAILED) {
                lost.add(note.detail());
            } else {
                call.output().note(note.detail());
            }
        }
        Reference stored = target.withDigest(pushed.artifact().digest());
        if (call.output().isText()) {
            if (lost.isEmpty()) {
                call.output().line(stored.toString());
            }
            pushed.bundle().ifPresent(bundle -> call.output().step("bundle.json is " + bundle.digest()));
        } else {
            call.output().json(document(target, stored, pushed, call.has("--dry-run")));
        }
        if (lost.isEmpty()) {
            return ExitCode.OK;
        }
        Failure failure = Failure.of(Reasons.leftBehind(lost));
        call.output().error(failure);
        return failure.exit();
    }

    private static Json.Obj document(Reference target, Reference stored, Publisher.Pushed pushed, boolean dryRun) {
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.push/1"))
                .with("asked", Json.text(target.toString()))
                .with("reference", Json.text(stored.toString()))
                .with("mediaType", Json.text(pushed.artifact().mediaType().value()))
                .with("digest", Json.text(pushed.artifact().digest().toString()))
                .with("size", Json.whole(pushed.artifact().size()))
                .with("stored", new Json.Bool(!dryRun));
        if (pushed.bundle().isPresent()) {
            document =
                    document.with("bundle", Documents.descriptor(pushed.bundle().get()));
        }
        if (pushed.configManifest().isPresent()) {
            document = document.with(
                    "configManifest",
                    Documents.descriptor(pushed.configManifest().get()));
        }
        List<Json> notes = new ArrayList<>();
        pushed.notes().forEach(note -> notes.add(Documents.check(note)));
        return document.with("notes", new Json.Arr(notes));
    }
}
