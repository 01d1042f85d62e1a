package dev.bulla.cli.command;

import dev.bulla.bytes.HashFunction;
import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Format;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.cli.render.Node;
import dev.bulla.cli.render.TreeText;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.RoleOverview;
import java.util.ArrayList;
import java.util.List;

/** Shows the roles of a namespace. */
public final class RoleListCommand implements Command {
    @Override
    public CommandModel model() {
        return CommandModel.of("role list", "show roles, versions, thresholds, keys, expiries and delegations")
                .argument("NAMESPACE", "host/ns or oci:DIR")
                .flag("--root DIGEST", "the first root of the namespace, where this machine pins none")
                .formats(Format.TEXT, Format.TREE, Format.JSON)
                .registry()
                .note("What is shown is verified from the trusted root on; expired roles are shown as such.")
                .example("bulla role list registry.example/acme --format tree");
    }

    @Override
    public ExitCode run(Invocation call) {
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            List<RoleOverview> roles = RoleOverview.of(standing);
            if (call.output().isText()) {
                lines(call, work.origin(standing), roles).forEach(call.output()::line);
            } else {
                call.output().json(document(work.origin(standing), standing, roles));
            }
            return ExitCode.OK;
        }
    }

    private static List<String> lines(Invocation call, String origin, List<RoleOverview> roles) {
        List<Node> nodes = new ArrayList<>();
        roles.forEach(role -> nodes.add(node(call, role)));
        TreeText.Lines drawn = call.output().format() == Format.TEXT
                ? TreeText.Lines.NONE
                : call.output().drawsLines() ? TreeText.Lines.BOX : TreeText.Lines.ASCII;
        return TreeText.draw(new Node(List.of(origin), nodes), drawn);
    }

    private static Node node(Invocation call, RoleOverview role) {
        Output output = call.output();
        List<Node> below = new ArrayList<>();
        role.below().forEach(each -> below.add(node(call, each)));
        List<String> ids = new ArrayList<>();
        role.keys().ids().forEach(id -> ids.add(output.keyId(id.value())));
        List<String> cells = new ArrayList<>();
        cells.add(role.name());
        cells.add(role.version().map(version -> "v" + version).orElse("-"));
        cells.add(role.keys().threshold() + " of " + role.keys().ids().size());
        cells.add(role.expires()
                .map(expires ->
                        (expires.isAfter(call.now()) ? "expires " : "expired ") + output.time(expires, call.now()))
                .orElse(
                        role.problem().isPresent()
                                ? "refused: " + role.problem().get().message()
                                : "-"));
        cells.add(String.join(" ", ids));
        role.scope().ifPresent(scope -> cells.add(scope + (role.terminating() ? ", terminating" : "")));
        return new Node(cells, below);
    }

    private static Json.Obj document(String origin, Standing standing, List<RoleOverview> roles) {
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.role-list/1"))
                .with("namespace", Json.text(origin))
                .with(
                        "root",
                        Json.text(
                                HashFunction.SHA256.hash(standing.root().raw()).hex()))
                .with("roles", list(roles));
    }

    private static Json.Arr list(List<RoleOverview> roles) {
        List<Json> items = new ArrayList<>();
        roles.forEach(role -> items.add(document(role)));
        return new Json.Arr(items);
    }

    private static Json.Obj document(RoleOverview role) {
        Json.Obj document = Json.Obj.empty()
                .with("role", Json.text(role.name()))
                .with("threshold", Json.whole(role.keys().threshold()))
                .with(
                        "keyids",
                        Documents.texts(
                                role.keys().ids().stream().map(KeyId::value).toList()))
                .with("terminating", new Json.Bool(role.terminating()))
                .with("delegations", list(role.below()));
        if (role.version().isPresent()) {
            document = document.with("version", Json.whole(role.version().get()));
        }
        if (role.expires().isPresent()) {
            document = document.with(
                    "expires", Json.text(Quantity.absolute(role.expires().get())));
        }
        if (role.targets().isPresent()) {
            document = document.with("targets", Json.whole(role.targets().get()));
        }
        if (role.scope().isPresent()) {
            document = document.with("scope", Json.text(role.scope().get()));
        }
        return role.problem().isPresent()
                ? document.with("problem", Json.text(role.problem().get().message()))
                : document;
    }
}
