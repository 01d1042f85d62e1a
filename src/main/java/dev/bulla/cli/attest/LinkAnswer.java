package dev.bulla.cli.attest;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.write.DocumentWriter;
import dev.bulla.intoto.write.Envelope;
import dev.bulla.json.Json;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Shows a link, signs it, writes it and says where it is. */
final class LinkAnswer {
    private final Invocation call;
    private final Functionary functionary;
    private final Envelope envelope;

    LinkAnswer(Invocation call, Functionary functionary, Envelope envelope) {
        this.call = call;
        this.functionary = functionary;
        this.envelope = envelope;
    }

    /** The envelope that the call asks for. */
    static Envelope envelope(Invocation call) {
        String word = call.option("--envelope").orElse(Envelope.DSSE.word());
        return Envelope.named(word)
                .orElseThrow(() -> call.wrongUse("knows --envelope dsse, metablock and statement, not '" + word + "'"));
    }

    /** Writes the link; {@code status} is that of the command, if one was run. */
    void finished(Link link, OptionalInt status) {
        answer(write(link, functionary.fileName(), "link"), link, status);
    }

    /** Writes what {@code record stop} will go on with. */
    void unfinished(Link link) {
        Path file = write(link, functionary.unfinishedName(), "unfinished link");
        answer(file, link, OptionalInt.empty());
    }

    /** Says that nothing was signed, since the command failed. */
    void failed(Link link, int status) {
        call.output().say("the command of step " + link.name() + " ended with status " + status + "; no link was made");
        if (!call.output().isText()) {
            call.output().json(document(link, OptionalInt.of(status)).with("signed", new Json.Bool(false)));
        }
    }

    private Path write(Link link, String name, String what) {
        call.output()
                .say("will sign the " + what + " of step " + link.name() + ": "
                        + Quantity.count(link.materials().hashes().size(), "material") + ", "
                        + Quantity.count(link.products().hashes().size(), "product") + ", key "
                        + call.output().keyId(functionary.signer().keyId().value()));
        list("material", link.materials());
        list("product", link.products());
        Bytes document = DocumentWriter.link(link, envelope, List.of(functionary.signer()));
        Path file = folder().resolve(name);
        LocalFiles.write(file, false, document);
        return file;
    }

    private void list(String word, Artifacts artifacts) {
        artifacts.hashes().forEach((name, hashes) -> call.output().step(word + " " + name + " " + hashes));
    }

    private Path folder() {
        try {
            return Files.createDirectories(functionary.links());
        } catch (IOException e) {
            throw new StorageException("folder " + functionary.links() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private void answer(Path file, Link link, OptionalInt status) {
        if (call.output().isText()) {
            call.output().line(file.normalize().toString());
        } else {
            call.output()
                    .json(document(link, status)
                            .with("signed", new Json.Bool(true))
                            .with("file", Json.text(file.normalize().toString()))
                            .with("envelope", Json.text(envelope.word())));
        }
    }

    private Json.Obj document(Link link, OptionalInt status) {
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.attest-link/1"))
                .with("step", Json.text(link.name()))
                .with("keyid", Json.text(functionary.signer().keyId().value()))
                .with("materials", link.materials().toJson())
                .with("products", link.products().toJson());
        return status.isPresent() ? document.with("status", Json.whole(status.getAsInt())) : document;
    }
}
