package dev.bulla.cli.command;

import dev.bulla.Downloader;
import dev.bulla.KeyRule;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.cli.term.TransferDisplay;
import dev.bulla.json.Json;
import dev.bulla.oci.Reference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Verifies an artifact, then downloads it by the digest that was verified. */
public final class PullCommand implements Command {
    @Override
    public CommandModel model() {
        return VerifyCommand.keyFlags(CommandModel.of("pull", "verify, then download")
                        .argument("REF", "what to download"))
                .flag("-o, --output PATH", "file of a thick bundle, else directory; default is the current directory")
                .flag("--thick", "a bundle as one archive with all images and attachments; implied by -o NAME.tgz")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note("Nothing is written before the verdict, and a file is whole or absent. A thin bundle is bundle.json")
                .note("with its relocation map; another artifact is the files it holds.")
                .example("bulla pull registry.example/acme/shop:1.4.0 -o shop.tgz --key release.pub");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference asked = call.reference(call.argument(0));
        KeyRule rule = VerifyCommand.demandedRule(call, call.argument(0));
        Instant at = call.judgedAt();
        Downloader.Pulled pulled;
        try (TransferDisplay display = call.transfer("downloading", "downloaded")) {
            pulled = new Downloader(Reach.places(call), display).pull(asked, rule, at, wish(call));
        }
        VerifyAnswer.Judged judged = new VerifyAnswer.Judged(pulled.verdict());
        VerifyAnswer answer = new VerifyAnswer(call, at);
        if (call.output().isText()) {
            ExitCode exit = answer.print(List.of(judged));
            pulled.files().forEach(file -> call.output().line("wrote " + file));
            if (!pulled.files().isEmpty()) {
                call.output().step(Quantity.size(pulled.bytes()) + " written");
            }
            return exit;
        }
        List<String> files = new ArrayList<>();
        pulled.files().forEach(file -> files.add(file.toString()));
        return answer.print(judged, document -> document.with("schema", Json.text("bulla.pull/1"))
                .with("files", Documents.texts(files))
                .with("bytes", Json.whole(pulled.bytes())));
    }

    private static Downloader.Wish wish(Invocation call) {
        String output = call.option("--output").orElse(".");
        boolean thick = call.has("--thick") || output.endsWith(".tgz") || output.endsWith(".tar.gz");
        if (thick && !call.has("--output")) {
            throw call.wrongUse("needs -o FILE for a thick bundle");
        }
        Path path = call.path(output);
        return new Downloader.Wish(thick ? Downloader.Form.THICK : Downloader.Form.THIN, path);
    }
}
