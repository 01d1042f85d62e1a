package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.RoleAddition;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.HashBins;
import java.util.List;
import java.util.Optional;

/** Delegates to a new role, or to hash bins. */
public final class RoleAddCommand implements Command {
    private static final int MAX_THRESHOLD = 128;

    @Override
    public CommandModel model() {
        return RoleEditing.flags(CommandModel.of("role add", "delegate to a new role, or split a role into hash bins")
                        .argument("NAMESPACE", "host/ns or oci:DIR")
                        .argument("ROLE", "name of the new role; with --bins what the names of the bins begin with")
                        .flag("--key KEY...", "a public key of the new role: name in the key directory, or file")
                        .flag("--threshold N", "how many of the keys must sign; 1 when not given")
                        .flag("--paths PATTERN...", "paths it is trusted for; * and ? match within a segment")
                        .flag("--terminating", "a search that matches ends with this role")
                        .flag("--bins BITS", "2^BITS hash bins, into which the targets of the delegating role move")
                        .flag("--in ROLE", "who delegates; targets when not given"))
                .note(
                        "The new role begins empty and is signed by its own keys, the delegation by those of the role that")
                .note(
                        "delegates; both are published together, since a delegation that leads nowhere refuses its paths.")
                .example("bulla role add oci:work shop --key shop --paths 'oci:work/shop:*' -o shop.staged");
    }

    @Override
    public ExitCode run(Invocation call) {
        RoleEditing.check(call);
        if (!call.has("--key")) {
            throw call.wrongUse("needs --key, the public keys of the new role");
        }
        RoleName from = TargetFlags.role(call, call.option("--in").orElse(RoleName.TARGETS.value()));
        RoleName role = TargetFlags.role(call, 1);
        List<PublicKey> keys = new Keys(call).publicKeys();
        int threshold = call.number("--threshold", 1, MAX_THRESHOLD).orElse(1);
        Optional<Integer> bits = call.number("--bins", 1, HashBins.MAX_BITS);
        if (bits.isPresent() == call.has("--paths") || (bits.isPresent() && call.has("--terminating"))) {
            throw call.wrongUse("needs --paths for a role, or --bins and neither --paths nor --terminating");
        }
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            RoleDrafting drafting = work.drafting(standing, role);
            if (bits.isPresent()) {
                new RoleAddition.Bins(from, new HashBins(bits.get(), role.value(), keys, threshold)).in(drafting);
            } else {
                Delegation delegation = Delegation.of(
                        role, keys, threshold, call.options("--paths").toArray(String[]::new));
                new RoleAddition(from, call.has("--terminating") ? delegation.ending() : delegation).in(drafting);
            }
            return new RoleEditing(call, work).finish(drafting.staged(work.origin(standing)));
        }
    }
}
