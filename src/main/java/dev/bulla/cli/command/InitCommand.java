package dev.bulla.cli.command;

import dev.bulla.NamespacePlan;
import dev.bulla.Namespaces;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Founds a namespace. */
public final class InitCommand implements Command {
    private static final int MAX_THRESHOLD = 128;

    private static final List<String> SIGNING =
            List.of("--root-key", "--targets-key", "--key", "--releases-key", "--qa-key");

    @Override
    public CommandModel model() {
        CommandModel model = CommandModel.of("init", "create the roles of a namespace")
                .argument("NAMESPACE", "host/ns, oci:DIR or oci:FILE.tar")
                .flag("--profile PROFILE", "mvp (four roles), mvp+intoto, namespace or max; default mvp")
                .flag("--root-key KEY...", "a key of root that is here: name in the key directory, or file")
                .flag("--root-public FILE...", "a key of root whose secret half is on another machine")
                .flag("--root-threshold N", "how many of them sign root; all of them when not given")
                .flag("--targets-key KEY...", "a key of targets that is here; without one, --key signs targets as well")
                .flag("--targets-public FILE...", "a key of targets whose secret half is on another machine")
                .flag("--targets-threshold N", "how many of them sign targets; all of them when not given")
                .flag("--key KEY...", "the online key, which signs snapshot and timestamp")
                .flag("--releases-key KEY...", "a key of targets/releases, for every profile but mvp")
                .flag("--releases-public FILE...", "a key of targets/releases whose secret half is on another machine")
                .flag("--qa-key KEY...", "a key of targets/qa, for profile max")
                .flag("--stage FILE", "write root and targets for other holders to sign, and publish nothing")
                .flag("--trust-repo PLACE", "where the TUF repository is to be, if not at NAMESPACE/tuf")
                .flag("--dry-run", "say what would be signed and sign nothing");
        return NamespaceFlags.lives(model, "others as the profile has it")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .note(
                        "What will be signed is shown before a key is used. A namespace that exists is not overwritten. The")
                .note("new root is pinned on this machine; consumers need the line that is printed.")
                .example("bulla init registry.example/acme --root-key root --key release --expires timestamp=7d");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (!call.has("--key")) {
            throw call.wrongUse("needs --key, the key of snapshot and timestamp");
        }
        Keys keys = new Keys(call);
        NamespacePlan plan = plan(call, keys);
        Namespaces namespaces = NamespaceFlags.namespaces(call);
        Namespaces.At at = new Namespaces.At(
                Pinning.namespace(call, call.argument(0)),
                Pinning.repository(call),
                Optional.empty(),
                Optional.empty());
        if (call.has("--dry-run")) {
            namespaces.stage(at, plan, List.of(), call.now(), lines -> dryRun(call, at, lines));
            return ExitCode.OK;
        }
        if (call.has("--stage")) {
            return stage(call, namespaces, at, plan, offline(keys));
        }
        List<Signer> signers = new ArrayList<>();
        SIGNING.forEach(flag -> signers.addAll(keys.signers(flag)));
        answer(call, namespaces.found(at, plan, signers, call.now(), lines -> show(call, lines)));
        return ExitCode.OK;
    }

    private static void dryRun(Invocation call, Namespaces.At at, List<String> lines) {
        show(call, lines);
        if (!call.output().isText()) {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.init/1"))
                            .with("namespace", Json.text(at.namespace().name()))
                            .with("published", new Json.Bool(false))
                            .with("willSign", Documents.texts(lines)));
        }
    }

    private static List<Signer> offline(Keys keys) {
        List<Signer> signers = new ArrayList<>();
        for (String flag : List.of("--root-key", "--targets-key", "--releases-key")) {
            signers.addAll(keys.signers(flag));
        }
        return signers;
    }

    private static ExitCode stage(
            Invocation call, Namespaces namespaces, Namespaces.At at, NamespacePlan plan, List<Signer> signers) {
        Path file = call.path(call.option("--stage").orElseThrow());
        Bytes staged = namespaces.stage(at, plan, signers, call.now(), lines -> show(call, lines));
        LocalFiles.write(file, false, staged);
        if (call.output().isText()) {
            call.output().line("wrote      " + file + "; the other holders sign it: bulla role sign FILE --key KEY");
            call.output().line("then       bulla role publish " + call.argument(0) + " FILE --key ONLINE");
        } else {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.init/1"))
                            .with("namespace", Json.text(at.namespace().name()))
                            .with("published", new Json.Bool(false))
                            .with("staged", Json.text(file.toString())));
        }
        return ExitCode.OK;
    }

    private static NamespacePlan plan(Invocation call, Keys keys) {
        List<PublicKey> online = keys.publicKeys("--key");
        List<PublicKey> root = both(keys, "--root-key", "--root-public");
        List<PublicKey> targets = both(keys, "--targets-key", "--targets-public");
        if (root.isEmpty()) {
            throw call.wrongUse("needs --root-key or --root-public");
        }
        boolean twoKeys = targets.isEmpty();
        if (twoKeys && call.has("--targets-threshold")) {
            throw call.wrongUse("needs --targets-key or --targets-public for --targets-threshold");
        }
        return new NamespacePlan(
                call.option("--profile").orElse("mvp"),
                holders(call, root, "--root-threshold"),
                twoKeys ? new NamespacePlan.Holders(online, 1) : holders(call, targets, "--targets-threshold"),
                online,
                both(keys, "--releases-key", "--releases-public"),
                keys.publicKeys("--qa-key"),
                NamespaceFlags.lives(call));
    }

    private static List<PublicKey> both(Keys keys, String here, String elsewhere) {
        List<PublicKey> all = new ArrayList<>(keys.publicKeys(here));
        all.addAll(keys.publicKeys(elsewhere));
        return all;
    }

    private static NamespacePlan.Holders holders(Invocation call, List<PublicKey> keys, String flag) {
        long distinct = keys.stream().map(PublicKey::material).distinct().count();
        int threshold = call.number(flag, 1, MAX_THRESHOLD).orElse((int) distinct);
        if (threshold > distinct) {
            throw call.wrongUse("cannot find " + threshold + " signers among " + distinct + " distinct keys");
        }
        return new NamespacePlan.Holders(keys, threshold);
    }

    private static void show(Invocation call, List<String> lines) {
        for (String line : lines) {
            if (call.output().isText()) {
                call.output().line(call.output().brief(line));
            } else {
                call.output().say(line);
            }
        }
    }

    private static void answer(Invocation call, Namespaces.Founded founded) {
        Instant due = founded.roles().stream()
                .filter(role -> role.role().equals("timestamp") || role.role().equals("snapshot"))
                .map(Namespaces.RoleState::expires)
                .min(Instant::compareTo)
                .orElseThrow();
        if (!call.output().isText()) {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.init/1"))
                            .with("namespace", Json.text(founded.origin()))
                            .with("published", new Json.Bool(true))
                            .with(
                                    "trustRepository",
                                    Json.text(founded.repository().toString()))
                            .with("root", Json.text(founded.root().toString()))
                            .with("roles", NamespaceFlags.roles(founded.roles())));
            return;
        }
        String written = call.argument(0);
        call.output()
                .line(written + " now has roles " + NamespaceFlags.versions(founded.roles()) + "   (in "
                        + founded.repository() + ")");
        call.output()
                .line("refresh before " + call.output().time(due, call.now()) + ": bulla refresh " + written + " --key "
                        + call.option("--key").orElseThrow());
        call.output().line("give consumers this line:");
        call.output().line("  bulla trust add " + written + " --root " + founded.root());
    }
}
