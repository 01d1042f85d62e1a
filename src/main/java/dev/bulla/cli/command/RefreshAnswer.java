package dev.bulla.cli.command;

import dev.bulla.Namespaces;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.cli.frame.Output;
import dev.bulla.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a refresh says: what changed, what expires when, what somebody should look at. */
final class RefreshAnswer {
    private final Output output;
    private final String namespace;
    private final Instant now;
    private final boolean dryRun;

    RefreshAnswer(Invocation call) {
        this.output = call.output();
        this.namespace = call.argument(0);
        this.now = call.now();
        this.dryRun = call.has("--dry-run");
    }

    /** Exit 1 when a role expires within this time, or two successors of one state were seen. */
    ExitCode check(List<Namespaces.RoleState> roles, List<String> forks, Duration within) {
        forks.forEach(output::warning);
        List<Namespaces.RoleState> expiring = roles.stream()
                .filter(role -> !role.expires().isAfter(now.plus(within)))
                .sorted(Comparator.comparing(Namespaces.RoleState::expires))
                .toList();
        if (output.isText()) {
            expiring.forEach(role -> output.line("expiring   " + line(role, now)));
            if (expiring.isEmpty()) {
                output.line("fresh      " + namespace + ": nothing expires within " + within.toHours() + "h; first "
                        + line(first(roles), now));
            }
        } else {
            output.json(document(roles)
                    .with("expiring", NamespaceFlags.roles(expiring))
                    .with("notes", Documents.texts(forks)));
        }
        return expiring.isEmpty() && forks.isEmpty() ? ExitCode.OK : ExitCode.REJECTED;
    }

    /** What was done. */
    ExitCode report(Namespaces.Refreshed refreshed, Instant at) {
        refreshed.notes().forEach(output::warning);
        for (Namespaces.RoleState role : refreshed.roles()) {
            if (!role.due().isAfter(at)) {
                output.warning(role.role() + " is to be signed again by its holders: it expires "
                        + output.time(role.expires(), at));
            }
        }
        if (!output.isText()) {
            output.json(document(refreshed.roles())
                    .with("changes", Documents.texts(refreshed.changes()))
                    .with("notes", Documents.texts(refreshed.notes()))
                    .with("pruned", Json.whole(refreshed.pruned()))
                    .with(
                            "written",
                            new Json.Bool(!dryRun && !refreshed.changes().isEmpty())));
            return ExitCode.OK;
        }
        String done = dryRun ? "would be   " : "refreshed  ";
        if (refreshed.changes().isEmpty()) {
            output.line("fresh      " + namespace + ": nothing is due");
        } else {
            refreshed.changes().forEach(change -> output.line(done + change));
        }
        if (refreshed.pruned() > 0) {
            output.line("pruned     " + refreshed.pruned() + " older heads");
        }
        output.line("expires    " + line(first(refreshed.roles()), at) + " first");
        return ExitCode.OK;
    }

    private static Namespaces.RoleState first(List<Namespaces.RoleState> roles) {
        return roles.stream()
                .min(Comparator.comparing(Namespaces.RoleState::expires))
                .orElseThrow();
    }

    private String line(Namespaces.RoleState role, Instant at) {
        return role.role() + " v" + role.version() + " " + output.time(role.expires(), at);
    }

    private Json.Obj document(List<Namespaces.RoleState> roles) {
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.refresh/1"))
                .with("namespace", Json.text(namespace))
                .with("roles", NamespaceFlags.roles(new ArrayList<>(roles)));
    }
}
