package dev.bulla.cli.attest;

import dev.bulla.attach.EvidenceDocument;
import dev.bulla.attach.EvidenceFiles;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.EvidenceBinding;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.RejectedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attaches in-toto links, layouts, owners' keys and statements to an artifact. */
public final class AttachCommand implements Command {
    @Override
    public CommandModel model() {
        return EvidenceBinding.flags(CommandModel.of("attest", "attach in-toto evidence to an artifact, or make it")
                        .argument("REF", "what to attach to; a tag is resolved once and must not move meanwhile")
                        .flag("--link FILE...", "a link, or a sublayout in a file called STEP.KEYID8.link")
                        .flag("--layout FILE...", "a layout")
                        .flag("--layout-key FILE...", "public key of a layout's owner")
                        .flag("--statement FILE...", "a statement with any predicate, DSSE")
                        .flag("--as NAME", "name of the artifact where that is not REF"))
                .publishing()
                .note("Nothing is verified: keys decide, and they are the reader's. Evidence of others stays; the same")
                .note("file attached again changes nothing. With --sign-key or --output roles of the namespace list it")
                .note("as well: --applies-to binds the layout in top-level targets, links go beside REF's entry.")
                .example("bulla attest registry.example/acme/shop:1.4.0 --link build.776a00e2.link")
                .example("bulla attest registry.example/acme/shop:1.4.0 --link build.776a00e2.link --sign-key release");
    }

    @Override
    public ExitCode run(Invocation call) {
        List<EvidenceDocument> documents = new ArrayList<>();
        each(
                call,
                "--layout",
                file -> documents.add(EvidenceFiles.layout(content(file)).named(fileName(file))));
        each(call, "--link", file -> documents.addAll(EvidenceFiles.step(content(file), linkName(file), List.of())));
        each(
                call,
                "--statement",
                file -> documents.add(EvidenceFiles.statement(content(file)).named(fileName(file))));
        each(
                call,
                "--layout-key",
                file -> documents.add(EvidenceFiles.key(content(file)).named(fileName(file))));
        if (documents.isEmpty()) {
            throw call.wrongUse("needs --link, --layout, --layout-key or --statement, or one of the commands below it");
        }
        if (EvidenceBinding.asked(call)) {
            return new EvidenceBinding(call, call.reference(call.argument(0)), documents).run();
        }
        new Attaching(call, call.reference(call.argument(0)), documents).run();
        return ExitCode.OK;
    }

    private interface Reading {
        void read(Path file);
    }

    private static void each(Invocation call, String flag, Reading reading) {
        for (String written : call.options(flag)) {
            try {
                reading.read(call.path(written));
            } catch (RejectedException e) {
                Reason reason = e.reason();
                throw new RejectedException(new Reason(
                        reason.code(), flag + " " + written + ": " + reason.message(), reason.facts(), reason.hints()));
            }
        }
    }

    private static Bytes content(Path file) {
        return LocalFiles.read(file, InTotoLimits.MAX_DOCUMENT_BYTES);
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Only a name of the form {@code STEP.KEYID8.link} says anything; others may be called as they like. */
    private static Optional<String> linkName(Path file) {
        return Optional.of(fileName(file)).filter(name -> name.endsWith(".link"));
    }
}
