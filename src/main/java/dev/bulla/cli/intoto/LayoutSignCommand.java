package dev.bulla.cli.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.Signer;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.write.DocumentWriter;
import dev.bulla.intoto.write.Envelope;
import dev.bulla.intoto.write.KnownSigner;
import dev.bulla.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds an owner's signature to a layout. */
public final class LayoutSignCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("in-toto layout sign", "sign a layout as its owner, or as one of its owners")
                .argument("FILE", "a draft, or a layout that others have signed; it is replaced")
                .flag("--key KEY...", "an owner's key: name in the key directory, or file")
                .flag("--envelope WORD", "for a draft: dsse (default), or metablock for in-toto before 1.4")
                .flag("-o, --output FILE", "write the signed layout there instead")
                .formats(Format.TEXT, Format.JSON)
                .note(
                        "The whole layout is shown before a key is used. Owners sign one after another, on machines without")
                .note(
                        "network if they wish: hand the file on. What it says stays as it is, and so do their signatures.")
                .example("bulla in-toto layout sign root.layout --key owner");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (!call.has("--key")) {
            throw call.wrongUse("needs --key; there is no default key");
        }
        Path file = call.path(call.argument(0));
        LayoutFile layout = LayoutFile.read(file);
        Envelope envelope = envelope(call, layout);
        List<Signer> signers = new Keys(call).signers();
        call.output().say("will sign this layout:");
        LayoutView.lines(layout.layout(), call.now(), call.output()::keyId)
                .forEach(line -> call.output().say("  " + line));
        for (Signer signer : signers) {
            call.output().say("with key " + call.output().keyId(signer.keyId().value()));
        }
        List<KnownSigner> all = new ArrayList<>();
        signers.forEach(signer -> all.addAll(KnownSigner.underAllIds(signer)));
        Bytes document = layout.draft().isPresent()
                ? DocumentWriter.write(layout.draft().get(), envelope, all)
                : DocumentWriter.add(layout.content(), all);
        Path target = call.option("--output").map(call::path).orElse(file);
        LocalFiles.write(target, false, document);
        answer(call, target, document, layout);
        return ExitCode.OK;
    }

    private static Envelope envelope(Invocation call, LayoutFile layout) {
        Optional<String> word = call.option("--envelope");
        if (word.isPresent() && layout.draft().isEmpty()) {
            throw call.wrongUse("cannot change the envelope of a layout that is signed");
        }
        return Envelope.named(word.orElse(Envelope.DSSE.word()))
                .filter(envelope -> envelope != Envelope.STATEMENT)
                .orElseThrow(() -> call.wrongUse("knows --envelope dsse and metablock, not '" + word.orElse("") + "'"));
    }

    private static void answer(Invocation call, Path target, Bytes document, LayoutFile layout) {
        if (call.output().isText()) {
            call.output().line(target.normalize().toString());
            return;
        }
        List<LayoutView.Signature> signatures = UnverifiedDocument.read(document).claimedSigners().stream()
                .map(id -> new LayoutView.Signature(id, false))
                .toList();
        call.output()
                .json(LayoutView.document(layout.layout(), signatures)
                        .with("file", Json.text(target.normalize().toString())));
    }
}
