package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.tuf.RoleName;

/** Stages the next version of a role: targets come and go, or it is merely renewed. */
public final class RoleStageCommand implements Command {
    @Override
    public CommandModel model() {
        return RoleEditing.flags(TargetFlags.flags(
                        CommandModel.of("role stage", "make the next version of a role for others to sign")
                                .argument("NAMESPACE", "host/ns or oci:DIR")
                                .argument("ROLE", "root, targets or a delegated role")))
                .note(
                        "Without a change the role is renewed: one version up, with a new expiry. FILE of --add-targets is one")
                .note(
                        "JSON object as the targets of a role have it: {\"PATH\": {\"length\": N, \"hashes\": {\"sha256\": HEX}}}.")
                .example("bulla role stage registry.example/acme targets -o targets.staged");
    }

    @Override
    public ExitCode run(Invocation call) {
        RoleEditing.check(call);
        RoleName role = TargetFlags.role(call, 1);
        if (role.equals(RoleName.SNAPSHOT) || role.equals(RoleName.TIMESTAMP)) {
            throw call.wrongUse("stages no " + role + ": it lists complete files and is made when they are published");
        }
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            RoleDrafting drafting = work.drafting(standing, role);
            if (role.equals(RoleName.ROOT)) {
                if (TargetFlags.given(call)) {
                    throw call.wrongUse("cannot list targets in root");
                }
                drafting.root(draft -> draft);
            } else {
                TargetFlags.edits(call).in(drafting, role);
            }
            return new RoleEditing(call, work).finish(drafting.staged(work.origin(standing)));
        }
    }
}
