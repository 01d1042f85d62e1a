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

/** Delegates to a new role, or to hash bins. */
public final class RoleAddCommand implements Command {
    private static final int MAX_THRESHOLD = 128;

    private static final String AUTO = "auto";

    @Override
    public CommandModel model() {
        return RoleEditing.flags(CommandModel.of("role add", "delegate to a new role, or split a role into hash bins")
                        .argument("NAMESPACE", "host/ns or oci:DIR")
                        .argument("ROLE", "name of the new role; with --bins what the names of the bins begin with")
                        .flag("--key KEY...", "a public key of the new role: name in the key directory, or file")
                        .flag("--threshold N", "how many of the keys must sign; 1 when not given")
                        .flag("--paths PATTERN...", "paths it is trusted for; * and ? match within a segment")
                        .flag("--terminating", "a search that matches ends with this role")
                        .flag(
                                "--bins BITS",
                                "2^BITS hash bins, into which the targets of the delegating role move; or auto")
                        .flag("--in ROLE", "who delegates; targets when not given"))
                .note(
                        "The new role begins empty and is signed by its own keys, the delegation by those of the role that")
                .note(
                        "delegates; both are published together, since a delegation that leads nowhere refuses its paths.")
                .note(
                        "--bins auto takes about the square root of 2.8 times twice the targets that there are: 512 for 50 000.")
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
        boolean binned = call.has("--bins");
        if (binned == call.has("--paths") || (binned && call.has("--terminating"))) {
            throw call.wrongUse("needs --paths for a role, or --bins and neither --paths nor --terminating");
        }
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            RoleDrafting drafting = work.drafting(standing, role);
            if (binned) {
                int bits = bits(call, drafting, from);
                new RoleAddition.Bins(from, new HashBins(bits, role.value(), keys, threshold)).in(drafting);
            } else {
                Delegation delegation = Delegation.of(
                        role, keys, threshold, call.options("--paths").toArray(String[]::new));
                new RoleAddition(from, call.has("--terminating") ? delegation.ending() : delegation).in(drafting);
            }
            return new RoleEditing(call, work).finish(drafting.staged(work.origin(standing)));
        }
    }

    /** As asked for, or for twice as many targets as there are: to change the number of bins is to sign everything again. */
    private static int bits(Invocation call, RoleDrafting drafting, RoleName from) {
        if (call.option("--bins").filter(AUTO::equals).isEmpty()) {
            return call.number("--bins", 1, HashBins.MAX_BITS).orElseThrow();
        }
        long targets = drafting.published(from).map(file -> file.role().count()).orElse(0);
        return HashBins.bitsFor(2 * targets)
                .orElseThrow(() -> call.wrongUse("finds " + targets + " targets in " + from
                        + ", and bins are worth it from " + HashBins.FEWEST_TARGETS / 2 + " on; give --bins BITS"));
    }
}
