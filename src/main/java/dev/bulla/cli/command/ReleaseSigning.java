package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code sign} in a namespace that has roles: the artifacts become targets of the role that the key signs. */
final class ReleaseSigning {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** What makes sense for a tag record alone, which is of namespaces without roles. */
    private static final List<String> LIGHT_ONLY = List.of("--as", "--valid-for", "--version", "--no-tag-record");

    private final Invocation call;
    private final Output output;
    private final Namespaces namespaces;
    private final Namespaces.At at;

    ReleaseSigning(Invocation call, Namespaces namespaces, Namespaces.At at) {
        this.call = call;
        this.output = call.output();
        this.namespaces = namespaces;
        this.at = at;
    }

    ExitCode run(List<Reference> artifacts, List<Signer> signers) {
        for (String flag : LIGHT_ONLY) {
            if (call.has(flag)) {
                throw call.wrongUse("takes no " + flag + " in " + at.namespace()
                        + ", which has roles: they bind names, versions and expiry");
            }
        }
        Duration patience = call.duration("--wait").orElse(Duration.ZERO);
        if (patience.compareTo(LONGEST_WAIT) > 0) {
            throw call.wrongUse("takes --wait up to 1d");
        }
        List<Signer> online = call.has("--online-key") ? new Keys(call).signers("--online-key") : List.of();
        Namespaces.Release release =
                new Namespaces.Release(artifacts, signers, online, NamespaceFlags.lives(call), patience);
        if (call.has("--dry-run")) {
            List<Namespaces.Intent> intents = namespaces.plan(at, release, call.now());
            show(intents);
            if (!output.isText()) {
                output.json(document(intents, signers));
            }
            return ExitCode.OK;
        }
        Namespaces.Released released = namespaces.release(at, release, call.now(), this::show);
        released.notes().forEach(output::note);
        if (!output.isText()) {
            output.json(document(released.intents(), signers)
                    .with("signed", new Json.Bool(true))
                    .with("published", NamespaceFlags.roles(released.published()))
                    .with("attachments", digests(released.attachments()))
                    .with("notes", Documents.texts(released.notes())));
        } else if (released.published().isEmpty()) {
            output.line("handed over " + raised(released.intents()) + "; "
                    + Quantity.count(released.attachments().size(), "attachment"));
        } else {
            boolean raised = released.intents().stream().anyMatch(intent -> intent.from() != intent.to());
            output.line((raised ? "pushed      " : "listed      ") + pushed(released) + "; "
                    + Quantity.count(released.attachments().size(), "attachment"));
        }
        return ExitCode.OK;
    }

    private void show(List<Namespaces.Intent> intents) {
        for (Namespaces.Intent intent : intents) {
            say("will sign   " + intent.artifact() + "  (" + intent.what() + ")");
            say("as target   " + intent.target() + "   " + intent.role() + " "
                    + (intent.from() == intent.to() ? "v" + intent.to() + ", which lists it already" : raise(intent)));
        }
    }

    private static String raise(Namespaces.Intent intent) {
        return (intent.from() == 0 ? "new" : "v" + intent.from()) + " -> v" + intent.to();
    }

    private void say(String line) {
        if (output.isText()) {
            output.line(line);
        } else {
            output.say(line);
        }
    }

    private static String raised(List<Namespaces.Intent> intents) {
        List<String> roles = new ArrayList<>();
        for (Namespaces.Intent intent : intents) {
            String role = intent.role() + " v" + intent.to();
            if (!roles.contains(role)) {
                roles.add(role);
            }
        }
        return String.join(", ", roles);
    }

    /** The roles that were raised, then snapshot and timestamp as they stand. */
    private static String pushed(Namespaces.Released released) {
        List<String> roles = new ArrayList<>();
        for (Namespaces.RoleState role : released.published()) {
            boolean raised =
                    released.intents().stream().anyMatch(intent -> intent.role().equals(role.role()));
            if (raised || role.role().equals("snapshot") || role.role().equals("timestamp")) {
                roles.add(role.role() + " v" + role.version());
            }
        }
        return String.join(", ", roles);
    }

    private static Json.Arr digests(List<Digest> digests) {
        List<String> texts = new ArrayList<>();
        digests.forEach(digest -> texts.add(digest.toString()));
        return Documents.texts(texts);
    }

    private Json.Obj document(List<Namespaces.Intent> intents, List<Signer> signers) {
        List<Json> targets = new ArrayList<>();
        for (Namespaces.Intent intent : intents) {
            targets.add(Json.Obj.empty()
                    .with("artifact", Json.text(intent.artifact().toString()))
                    .with("target", Json.text(intent.target()))
                    .with("role", Json.text(intent.role()))
                    .with("from", Json.whole(intent.from()))
                    .with("to", Json.whole(intent.to())));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.release/1"))
                .with("namespace", Json.text(at.namespace().toString()))
                .with(
                        "keyids",
                        Documents.texts(signers.stream()
                                .map(signer -> signer.keyId().value())
                                .toList()))
                .with("targets", new Json.Arr(targets))
                .with("signed", new Json.Bool(false));
    }
}
