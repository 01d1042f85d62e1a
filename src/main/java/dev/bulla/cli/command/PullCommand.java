package dev.bulla.cli.command;

import dev.bulla.Downloader;
import dev.bulla.KeyRule;
import dev.bulla.Places;
import dev.bulla.Verdict;
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
import java.util.Optional;

/** Verifies an artifact, then downloads it. */
public final class PullCommand implements Command {
    @Override
    public CommandModel model() {
        return KeyRules.flags(CommandModel.of("pull", "verify an artifact, then download it")
                        .argument("REF", "what to download"))
                .flag("--thick", "write a bundle as one archive with all its images and attachments")
                .flag("-o, --output PATH", "archive of a thick bundle, else a directory; . when not given")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "A bundle is written as bundle.json and relocation-mapping.json, or with --thick, or when PATH ends")
                .note(
                        "in .tgz, as a thick bundle; other artifacts are written as the files they hold. Nothing is written")
                .note("that was not verified, and by the digest that was.")
                .example("bulla pull registry.example/acme/shop:1.4.0 --key release.pub -o shop.tgz");
    }

    @Override
    public ExitCode run(Invocation call) {
        Reference asked = call.reference(call.argument(0));
        Downloader.Wish wish = wish(call);
        Optional<KeyRule> rule = KeyRules.of(call);
        Instant at = call.judgedAt();
        Downloader.Pulled pulled;
        try (TransferDisplay display = call.transfer("pulling", "pulled")) {
            Places places = Reach.places(call);
            Downloader downloader = new Downloader(places, display);
            pulled = rule.isPresent()
                    ? downloader.pull(asked, rule.get(), at, wish)
                    : downloader.pull(asked, Pinning.judging(call, places), call.option("--as"), at, wish);
        }
        VerifyAnswer answer = new VerifyAnswer(call, at);
        if (!call.output().isText()) {
            return answer.print(new VerifyAnswer.Judged(pulled.verdict()), document(pulled));
        }
        if (pulled.verdict() instanceof Verdict.Trusted trusted) {
            answer.trustedLine(trusted);
            boolean alone = pulled.files().size() == 1;
            for (Path file : pulled.files()) {
                call.output().line("wrote " + file + (alone ? " (" + Quantity.size(pulled.bytes()) + ")" : ""));
            }
            return ExitCode.OK;
        }
        return answer.print(List.of(new VerifyAnswer.Judged(pulled.verdict())));
    }

    private static Downloader.Wish wish(Invocation call) {
        String path = call.option("--output").orElse(".");
        if (path.equals("-")) {
            throw call.wrongUse("writes files; - is none");
        }
        boolean archive = path.endsWith(".tgz") || path.endsWith(".tar.gz");
        if (call.has("--thick") && !call.has("--output")) {
            throw call.wrongUse("needs --output FILE for a thick bundle");
        }
        Downloader.Form form = call.has("--thick") || archive ? Downloader.Form.THICK : Downloader.Form.THIN;
        return new Downloader.Wish(form, call.path(path));
    }

    private static Json.Obj document(Downloader.Pulled pulled) {
        List<String> files = new ArrayList<>();
        pulled.files().forEach(file -> files.add(file.toString()));
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.pull/1"))
                .with("files", Documents.texts(files))
                .with("bytes", Json.whole(pulled.bytes()));
    }
}
