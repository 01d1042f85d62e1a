package dev.bulla.cli.command;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.publish.HeadWriter;
import dev.bulla.publish.tree.TreeImport;
import dev.bulla.resolve.WholeRepository;
import java.nio.file.Files;
import java.util.Optional;

/** Brings a plain TUF repository into a namespace. */
public final class ImportCommand implements Command {
    @Override
    public CommandModel model() {
        return Pinning.flags(CommandModel.of(
                                "import",
                                "bring an exported artifact to its place, or a plain TUF repository into a namespace")
                        .argument(
                                "FILE",
                                "what `bulla export` wrote; or a directory: N.root.json, timestamp.json, V.role.json")
                        .argument("REF", "where to, with a tag; for a directory the namespace, host/ns or oci:DIR"))
                .flag("--capsule FILE", "what `bulla export` wrote beside a thick bundle")
                .flag("--root FILE", "the root to verify from; 1.root.json of the directory when not given")
                .formats(Format.TEXT, Format.JSON)
                .registry()
                .publishing()
                .transfer()
                .note(
                        "An artifact is judged at its new place by the pin or rule of that place, and gets its tag when it is")
                .note(
                        "trusted. FILE.capsule alone brings newer roles and receipts to an artifact that is there already.")
                .note("For a directory:")
                .note(
                        "Everything is verified as a client would, expiry included, before anything is written; not one byte")
                .note(
                        "of a role file changes. Upon a namespace that exists it is an update: nothing may go back. Targets are")
                .note("not brought along; push them where the roles name them.")
                .example("bulla import shop.tar harbor.lan/mirror/shop:1.4.0")
                .example("bulla import shop.tgz --capsule shop.capsule harbor.lan/mirror/shop:1.4.0")
                .example("bulla import mirror/ registry.example/acme");
    }

    @Override
    public ExitCode run(Invocation call) {
        if (Files.isRegularFile(call.path(call.argument(0)))) {
            return new BundleImport(call).run();
        }
        if (call.has("--capsule")) {
            throw call.wrongUse("takes --capsule beside a file that holds an artifact");
        }
        Optional<Bytes> root = call.option("--root").map(file -> Pins.rootFile(call, file));
        WholeRepository repository = WholeRepository.inDirectory(call.path(call.argument(0)), root, call.now())
                .orThrow();
        try (RoleWork work = new RoleWork(call, 1)) {
            TreeImport change = new TreeImport(work.store(), repository, work.name(), call.now());
            HeadWriter.Written written = new HeadWriter(work.store(), work.pace()).write(change);
            repository
                    .gaps()
                    .forEach(gap -> call.output()
                            .warning("role " + gap.to() + " was not imported: "
                                    + gap.reason().message()));
            answer(call, work, repository, written.tries() > 0);
        }
        return ExitCode.OK;
    }

    private static void answer(Invocation call, RoleWork work, WholeRepository repository, boolean changed) {
        long root = repository.root().role().version();
        long timestamp = repository.roles().timestamp().role().version();
        Digest first = Digest.of(repository.roots().get(0).raw());
        if (!call.output().isText()) {
            call.output()
                    .json(Json.Obj.empty()
                            .with("schema", Json.text("bulla.import/1"))
                            .with("namespace", Json.text(work.written()))
                            .with("root", Json.whole(root))
                            .with("timestamp", Json.whole(timestamp))
                            .with("files", Json.whole(repository.files().size()))
                            .with("firstRoot", Json.text(first.toString()))
                            .with("changed", new Json.Bool(changed)));
            return;
        }
        String what = "root v" + root + " to timestamp v" + timestamp + ", "
                + Quantity.count(repository.files().size(), "role file");
        call.output().line(changed ? "imported " + what : "nothing to do: " + what + " are there already");
        call.output().line("give consumers this line:");
        call.output().line("  bulla trust add " + work.written() + " --root " + first);
    }
}
