package dev.bulla.cli.attest;

import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.Link;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.write.Envelope;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;

/** Records what is there after a step, and makes the link of what was recorded before. */
public final class RecordStopCommand implements Command {
    @Override
    public CommandModel model() {
        CommandModel model =
                CommandModel.of("attest record stop", "record what is there after a step and sign its link");
        return RecordingFlags.files(RecordingFlags.products(RecordingFlags.functionary(model)))
                .registry()
                .note("Only the key that started the step can stop it.")
                .example("bulla attest record stop --step edit --key ann --product src");
    }

    @Override
    public ExitCode run(Invocation call) {
        Functionary functionary = Functionary.of(call);
        Path unfinished = functionary.links().resolve(functionary.unfinishedName());
        if (!Files.exists(unfinished)) {
            throw new NotFoundException(
                    "step " + functionary.step() + " was not started with this key: there is no " + unfinished,
                    "start it with `bulla attest record start`");
        }
        UnverifiedDocument document =
                UnverifiedDocument.read(LocalFiles.read(unfinished, InTotoLimits.MAX_DOCUMENT_BYTES));
        Link started = own(document, functionary);
        Artifacts products = new NamedArtifacts(call).of("--product");
        Envelope same = document.isDsse() ? Envelope.DSSE : Envelope.METABLOCK;
        Envelope envelope = call.has("--envelope") ? LinkAnswer.envelope(call) : same;
        Link link = new Link(
                started.name(),
                started.materials(),
                products,
                started.command(),
                started.byproducts(),
                started.environment());
        new LinkAnswer(call, functionary, envelope).finished(link, OptionalInt.empty());
        delete(unfinished);
        return ExitCode.OK;
    }

    /** What this key signed at the start of this step; somebody else's file must not become its word. */
    private static Link own(UnverifiedDocument document, Functionary functionary) {
        try {
            document.verify(
                    Set.of(functionary.signer().keyId()), functionary.signer().publicKey());
        } catch (SignatureMismatch e) {
            throw new RejectedException(
                    ReasonCode.BAD_SIGNATURE, "the unfinished link is not signed by this key: " + e.getMessage());
        }
        Link link = document.link();
        if (!link.name().equals(functionary.step())) {
            throw new RejectedException(ReasonCode.INTOTO_FAILED, "the unfinished link is of another step");
        }
        return link;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
