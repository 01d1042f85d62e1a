package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.Delegators;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.tuf.RoleName;
import java.util.List;

/** Ends a delegation. */
public final class RoleRemoveCommand implements Command {
    @Override
    public CommandModel model() {
        return RoleEditing.flags(CommandModel.of("role remove", "delegate to a role no more")
                        .argument("NAMESPACE", "host/ns or oci:DIR")
                        .argument("ROLE", "a delegated role")
                        .flag("--in ROLE", "end the delegation by this role alone; all of them when not given"))
                .note(
                        "What the role lists is no target any more. Its last file stays listed in the snapshot: clients refuse")
                .note("a snapshot that forgets a role (TUF 5.5.5).")
                .example("bulla role remove registry.example/acme targets/shop --sign-key targets --sign-key online");
    }

    @Override
    public ExitCode run(Invocation call) {
        RoleEditing.check(call);
        RoleName role = TargetFlags.role(call, 1);
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            List<RoleName> delegators = call.option("--in")
                    .map(from -> List.of(TargetFlags.role(call, from)))
                    .orElseGet(() -> Delegators.of(standing).to(role));
            if (delegators.isEmpty()) {
                throw new UsageException(
                        "nobody delegates to role " + role, "`bulla role list` shows the roles there are");
            }
            RoleDrafting drafting = work.drafting(standing, delegators.toArray(RoleName[]::new));
            delegators.forEach(from -> drafting.targets(from, draft -> draft.undelegate(role)));
            return new RoleEditing(call, work).finish(drafting.staged(work.origin(standing)));
        }
    }
}
