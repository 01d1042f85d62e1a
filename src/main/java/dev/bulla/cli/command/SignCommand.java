package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.Sealer;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Signs an artifact where it is stored. */
public final class SignCommand implements Command {
    /** What says something about roles. */
    private static final List<String> ROLES_ONLY = List.of("--online-key", "--wait", "--expires");

    private static final Duration LONGEST_LIFE = Duration.ofDays(3653);

    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("sign", "sign artifacts where they are stored")
                .repeated("REF", "what to sign; a tag is resolved once and must not move meanwhile")
                .flag("--key KEY...", "a key to sign with: name in the key directory, or file")
                .flag("--online-key KEY...", "the key of snapshot and timestamp, if it is another and here")
                .flag("--wait DURATION", "wait so long until a refresh has published what is handed over")
                .flag("--as NAME", "name to bind the digest to, where that is not REF")
                .flag("--valid-for DURATION", "how long the name means this digest, default 90d")
                .flag("--version N", "version of that statement; the higher one counts; default: minutes since 1970")
                .flag("--no-tag-record", "sign the digest alone and bind no name to it")
                .flag("--dry-run", "say what would be signed and sign nothing");
        return NamespaceFlags.trusting(NamespaceFlags.lives(model, "others as long again as before"))
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .note(
                        "In a namespace with roles (bulla init) the artifacts become targets of the role that the key signs,")
                .note(
                        "and with the online key the new roles are published at once. Elsewhere a tag record binds the name.")
                .note("What will be signed is shown before a key is used. Signatures of others stay.")
                .example("bulla sign registry.example/acme/shop:1.4.0 --key release");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (!call.has("--key")) {
            throw call.wrongUse("needs --key; there is no default key");
        }
        List<Signer> signers = new Keys(call).signers();
        List<Reference> artifacts = new ArrayList<>();
        call.arguments().forEach(written -> artifacts.add(call.reference(written)));
        Namespaces namespaces = NamespaceFlags.namespaces(call);
        Namespaces.At at = around(call, namespaces, artifacts);
        boolean named = artifacts.stream().anyMatch(artifact -> artifact.tag().isPresent());
        if (named && namespaces.exists(at)) {
            return new ReleaseSigning(call, namespaces, at).run(artifacts, signers);
        }
        return light(call, artifacts, signers);
    }

    /** All artifacts of one call are of one namespace. */
    private static Namespaces.At around(Invocation call, Namespaces namespaces, List<Reference> artifacts) {
        Namespaces.At first = namespaces.around(artifacts.get(0));
        for (Reference artifact : artifacts) {
            if (!namespaces.around(artifact).namespace().equals(first.namespace())) {
                throw call.wrongUse(
                        "takes artifacts of one namespace; " + artifact + " is not of " + first.namespace());
            }
        }
        return NamespaceFlags.at(call, first.namespace());
    }

    private static ExitCode light(Invocation call, List<Reference> artifacts, List<Signer> signers) {
        for (String flag : ROLES_ONLY) {
            if (call.has(flag)) {
                throw call.wrongUse("takes " + flag + " in a namespace with roles, and there are none (bulla init)");
            }
        }
        if (artifacts.size() > 1) {
            throw call.wrongUse("signs one artifact at a time in a namespace without roles");
        }
        Sealer.Request request = request(call);
        Sealer sealer = new Sealer(Reach.places(call));
        if (call.has("--dry-run")) {
            Sealer.Intent intent = sealer.plan(request, signers);
            show(call, request, intent);
            if (!call.output().isText()) {
                call.output().json(document(request, intent));
            }
            return ExitCode.OK;
        }
        List<Sealer.Intent> shown = new ArrayList<>();
        Sealer.Sealed sealed = sealer.sign(request, signers, intent -> {
            show(call, request, intent);
            shown.add(intent);
        });
        if (call.output().isText()) {
            call.output()
                    .line("signed     " + Quantity.count(sealed.signatures().size(), "signature manifest")
                            + (sealed.tagRecord().isPresent() ? " and 1 tag record" : "") + " attached");
        } else {
            call.output().json(document(document(request, shown.get(0)), sealed));
        }
        return ExitCode.OK;
    }

    private static Sealer.Request request(Invocation call) {
        Reference artifact = call.reference(call.argument(0));
        boolean tagRecord = !call.has("--no-tag-record");
        if (!tagRecord && (call.has("--as") || call.has("--valid-for") || call.has("--version"))) {
            throw call.wrongUse("binds no name with --no-tag-record, so --as, --valid-for and --version mean nothing");
        }
        Duration life = call.duration("--valid-for").orElse(Sealer.DEFAULT_LIFE);
        if (life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw call.wrongUse("takes --valid-for above zero and up to " + LONGEST_LIFE.toDays() + "d");
        }
        OptionalLong version = call.number("--version", 1, Integer.MAX_VALUE)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        return new Sealer.Request(artifact, call.option("--as"), tagRecord, life, version, call.now());
    }

    private static void show(Invocation call, Sealer.Request request, Sealer.Intent intent) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "will sign  " + request.artifact().withDigest(intent.artifact().digest()));
        lines.add("what       " + intent.artifact().mediaType() + ", "
                + Quantity.size(intent.artifact().size()));
        lines.add(intent.bound()
                .map(name -> "as         " + name + ", expires "
                        + call.output().time(call.now().plus(request.life()), call.now()))
                .orElse("as         no name: the digest alone"));
        intent.keyIds().forEach(id -> lines.add("with key   " + call.output().keyId(id)));
        for (String line : lines) {
            if (call.output().isText()) {
                call.output().line(line);
            } else {
                call.output().say(line);
            }
        }
    }

    private static Json.Obj document(Sealer.Request request, Sealer.Intent intent) {
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.sign/1"))
                .with("asked", Json.text(request.artifact().toString()))
                .with("subject", Documents.descriptor(intent.artifact()))
                .with("keyids", Documents.texts(intent.keyIds()))
                .with("signed", new Json.Bool(false));
        return intent.bound()
                .map(name -> document.with("signedAs", Json.text(name))
                        .with(
                                "expires",
                                Json.text(Quantity.absolute(request.at().plus(request.life())))))
                .orElse(document);
    }

    private static Json.Obj document(Json.Obj planned, Sealer.Sealed sealed) {
        List<String> signatures = new ArrayList<>();
        sealed.signatures().forEach(digest -> signatures.add(digest.toString()));
        Json.Obj document = planned.with("signed", new Json.Bool(true))
                .with("signatures", Documents.texts(signatures))
                .with("carrier", Json.text(sealed.carrier().toString()));
        return sealed.tagRecord()
                .map(Digest::toString)
                .map(record -> document.with("tagRecord", Json.text(record)))
                .orElse(document);
    }
}
