package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.KeyChange;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.tuf.RoleName;
import java.util.OptionalInt;

/** Replaces keys of a role, or changes its threshold. */
public final class RoleRotateCommand implements Command {
    private static final int MAX_THRESHOLD = 128;

    @Override
    public CommandModel model() {
        return RoleEditing.flags(TargetFlags.flags(
                        CommandModel.of("role rotate", "replace keys of a role, or change its threshold")
                                .argument("NAMESPACE", "host/ns or oci:DIR")
                                .argument("ROLE", "any role, root included")
                                .flag("--add KEY...", "a public key to add: name in the key directory, or file")
                                .flag("--remove KEYID...", "id of a key to remove, or its first characters")
                                .flag("--threshold N", "how many keys must sign from now on")))
                .note(
                        "Root says who signs top-level roles, and is signed by the old threshold and the new; a delegated role")
                .note(
                        "is rotated by whoever delegates to it. What a removed key signed is refused from then on, so the role")
                .note(
                        "is made anew: look through all of it, and drop with --remove-target what a thief may have added.")
                .example("bulla role rotate registry.example/acme root --add dora --remove 4c1f09 -o root.staged");
    }

    @Override
    public ExitCode run(Invocation call) {
        RoleEditing.check(call);
        RoleName role = TargetFlags.role(call, 1);
        OptionalInt threshold = call.number("--threshold", 1, MAX_THRESHOLD)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        KeyChange change = new KeyChange(role, new Keys(call).publicKeys("--add"), call.options("--remove"), threshold);
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            RoleDrafting drafting = work.drafting(standing, role);
            change.in(drafting);
            if (TargetFlags.given(call)) {
                TargetFlags.edits(call).in(drafting, role);
            }
            return new RoleEditing(call, work).finish(drafting.staged(work.origin(standing)));
        }
    }
}
