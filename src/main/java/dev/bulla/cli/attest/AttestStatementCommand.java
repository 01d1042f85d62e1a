package dev.bulla.cli.attest;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.command.Keys;
import dev.bulla.cli.command.LocalFiles;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.Signer;
import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.InTotoLimits;
import dev.bulla.intoto.write.StatementWriter;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Signs a statement of the attestation framework about files or artifacts. */
public final class AttestStatementCommand implements Command {
    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("attest statement", "sign a statement with any predicate, in DSSE")
                .flag("--predicate-type URI", "what the predicate is, such as https://slsa.dev/provenance/v1")
                .flag("--predicate FILE", "the predicate, a JSON object")
                .flag("--subject PATH|REF...", "what it speaks about: file, folder, or artifact in a place")
                .flag("--key KEY...", "a key to sign with: name in the key directory, or file")
                .flag("-o, --output FILE", "where to write the statement, default statement.json");
        return RecordingFlags.files(model)
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note("What will be signed is shown before a key is used.")
                .example("bulla attest statement --predicate-type urn:scan --predicate p.json --subject app --key ci");
    }

    @Override
    public ExitCode run(Invocation call) {
        String type = uri(call, required(call, "--predicate-type"));
        Json.Obj predicate = predicate(call.path(required(call, "--predicate")));
        Path file = call.path(call.option("--output").orElse("statement.json"));
        if (!call.has("--subject") || !call.has("--key")) {
            throw call.wrongUse("needs --subject and --key");
        }
        Artifacts subject = new NamedArtifacts(call).of("--subject");
        if (subject.hashes().isEmpty()) {
            throw call.wrongUse("found nothing that the statement could speak about");
        }
        List<Signer> signers = new Keys(call).signers();
        call.output()
                .say("will sign a statement " + type + " about "
                        + Quantity.count(subject.hashes().size(), "subject") + ", "
                        + Quantity.count(signers.size(), "key"));
        List<Json> names = new ArrayList<>();
        subject.hashes().keySet().forEach(name -> {
            call.output().say("  subject " + name);
            names.add(Json.text(name));
        });
        LocalFiles.write(
                file, false, StatementWriter.sign(StatementWriter.statement(subject, type, predicate), signers));
        if (call.output().isText()) {
            call.output().line(file.normalize().toString());
        } else {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.attest-statement/1"))
                            .with("file", Json.text(file.normalize().toString()))
                            .with("predicateType", Json.text(type))
                            .with("subject", new Json.Arr(names))
                            .with("keyids", keyIds(signers)));
        }
        return ExitCode.OK;
    }

    private static Json.Arr keyIds(List<Signer> signers) {
        return new Json.Arr(signers.stream()
                .map(signer -> (Json) Json.text(signer.keyId().value()))
                .toList());
    }

    private static String required(Invocation call, String flag) {
        return call.option(flag).orElseThrow(() -> call.wrongUse("needs " + flag));
    }

    /** A type URI, as the framework demands it (in-toto attestation v1, field types). */
    private static String uri(Invocation call, String text) {
        try {
            if (new URI(text).isAbsolute()) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw call.wrongUse("takes an URI for --predicate-type, not '" + text + "'");
        }
        throw call.wrongUse("takes an URI with its scheme for --predicate-type, not '" + text + "'");
    }

    private static Json.Obj predicate(Path file) {
        int most = InTotoLimits.MAX_DOCUMENT_BYTES / 2; // base64 and the rest of the statement need the other half
        Bytes content = LocalFiles.read(file, most);
        try {
            return JsonReader.with(JsonLimits.signed(most).numbers(JsonLimits.Numbers.ALL))
                    .readObject(content);
        } catch (JsonException e) {
            throw new RejectedException(
                    ReasonCode.MALFORMED, "predicate " + file + " is no JSON object: " + e.getMessage());
        }
    }
}
