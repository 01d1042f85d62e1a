package dev.bulla.cli.command;

import dev.bulla.Places;
import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.publish.tree.NamespaceTargets;
import dev.bulla.publish.tree.TargetExport;
import dev.bulla.publish.tree.TreeExport;
import dev.bulla.resolve.HeadSource;
import dev.bulla.resolve.RootChain;
import dev.bulla.resolve.WholeRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the TUF repository of a namespace as plain files. */
public final class ExportCommand implements Command {
    @Override
    public CommandModel model() {
        return Pinning.flags(CommandModel.of(
                                "export",
                                "write an artifact with all that verifies it as a file, or a TUF repository as files")
                        .argument("REF", "the artifact; with --tuf-tree a namespace, host/ns or oci:DIR")
                        .optional("FILE", "to write: an image layout .tar, a thick bundle .tgz, a .capsule"))
                .flag("--sign-key KEY...", "add a freshness receipt by this key, as `bulla receipt create` does")
                .flag("--valid-for DURATION", "how long the receipt may be used at most, default 30d")
                .flag("--tuf-tree DIR", "the directory to write: N.root.json, timestamp.json, V.role.json")
                .flag("--with-targets", "also what the roles list, as DIR/targets/PATH/HASH.NAME")
                .flag("--root DIGEST", "refuse unless this root is one of those published")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .transfer()
                .note(
                        "An artifact is verified first and written with everything attached, the roles as they are now, and a")
                .note(
                        "receipt; whoever has pinned the root can verify the file with nothing else. `bulla import` reads it.")
                .note(
                        "FILE.tgz is a thick bundle, with FILE.capsule beside it: what is attached, the roles, the receipt.")
                .note("FILE.capsule alone is for whoever has the artifact already.")
                .note(
                        "--tuf-tree: every role file is verified from the first root on and written as it is, byte for byte;")
                .note(
                        "timestamp.json comes last, so that clients may read meanwhile. Expiry is for the clients to judge.")
                .example("bulla export registry.example/acme/shop:1.4.0 shop.tar --sign-key enclave")
                .example("bulla export registry.example/acme --tuf-tree mirror");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (call.optionalArgument(1).isPresent()) {
            if (call.has("--tuf-tree")) {
                throw call.wrongUse("takes FILE or --tuf-tree, not both");
            }
            return new BundleExport(call).run();
        }
        String tree = call.option("--tuf-tree").orElseThrow(() -> call.wrongUse("needs FILE or --tuf-tree"));
        Namespace namespace = Pinning.namespace(call, call.argument(0));
        Path directory = call.path(tree);
        Places places = Reach.places(call);
        try (Source trust = places.reading(namespace.trustRepository())) {
            HeadSource head = HeadSource.at(trust)
                    .orElseThrow(() -> new NotFoundException("there is no TUF repository of " + namespace
                            + " (no head at " + namespace.trustRepository() + ")"));
            WholeRepository repository = WholeRepository.of(
                            head, firstRoot(call, head), WholeRepository.WHATEVER_EXPIRED)
                    .orThrow();
            Optional<TargetExport.Report> targets = Optional.empty();
            if (call.has("--with-targets")) {
                NamespaceTargets contents = new NamespaceTargets(namespace, head, places::reading);
                targets = Optional.of(new TargetExport(directory.resolve("targets"), contents).write(repository));
            }
            int written = new TreeExport(directory).write(repository);
            answer(call, tree, repository, written, targets);
        }
        return ExitCode.OK;
    }

    /** The first root of the chain that is published; of the chain, since who lost a root may have begun another. */
    private static Bytes firstRoot(Invocation call, HeadSource head) {
        List<Bytes> chain = RootChain.newest(head);
        if (chain.isEmpty()) {
            throw new NotFoundException("the head lists no first root");
        }
        call.option("--root").ifPresent(wanted -> {
            boolean known =
                    chain.stream().anyMatch(root -> Digest.of(root).toString().equals(wanted));
            if (!known) {
                throw new RejectedException(
                        Reason.of(ReasonCode.HASH_MISMATCH, "no root of what is published is the one with " + wanted)
                                .with("seen", wanted));
            }
        });
        return chain.get(0);
    }

    private static void answer(
            Invocation call,
            String tree,
            WholeRepository repository,
            int written,
            Optional<TargetExport.Report> targets) {
        List<String> leftOut = targets.map(TargetExport.Report::leftOut).orElse(List.of());
        repository
                .gaps()
                .forEach(gap -> call.output()
                        .warning("role " + gap.to() + " is not exported: "
                                + gap.reason().message()));
        leftOut.forEach(line -> call.output().warning("target not exported: " + line));
        long root = repository.root().role().version();
        long timestamp = repository.roles().timestamp().role().version();
        if (call.output().isText()) {
            call.output()
                    .line("exported root v" + root + " to timestamp v" + timestamp + ", "
                            + Quantity.count(repository.files().size(), "role file") + ", to " + tree + " (" + written
                            + " new)");
            targets.ifPresent(report -> call.output()
                    .line("exported " + Quantity.count(report.written(), "target") + " to " + tree + "/targets"));
        } else {
            Json.Obj document = Json.Obj.empty()
                    .with("schema", Json.text("bulla.export/1"))
                    .with("directory", Json.text(tree))
                    .with("root", Json.whole(root))
                    .with("timestamp", Json.whole(timestamp))
                    .with("files", Json.whole(repository.files().size()))
                    .with("written", Json.whole(written))
                    .with("leftOut", Documents.texts(leftOut));
            call.output()
                    .json(targets.map(report -> document.with("targets", Json.whole(report.written())))
                            .orElse(document));
        }
    }
}
