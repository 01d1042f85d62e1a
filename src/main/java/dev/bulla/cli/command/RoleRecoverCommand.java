package dev.bulla.cli.command;

import dev.bulla.cli.frame.Command;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.ExitCode;
import dev.bulla.cli.frame.Invocation;
import dev.bulla.crypto.PublicKey;
import dev.bulla.publish.Standing;
import dev.bulla.publish.roles.Recovery;
import dev.bulla.publish.roles.RoleDrafting;
import dev.bulla.tuf.RoleName;
import java.util.List;

/** Begins a new chain of roots after the old one was lost. */
public final class RoleRecoverCommand implements Command {
    private static final int MAX_THRESHOLD = 128;

    @Override
    public CommandModel model() {
        return RoleEditing.flags(CommandModel.of(
                                "role recover", "begin a new chain of roots after the loss of the old one")
                        .argument("NAMESPACE", "host/ns or oci:DIR")
                        .flag("--root-key KEY...", "a public key of the new root: name in the key directory, or file")
                        .flag("--root-threshold N", "how many of them must sign; all when not given"))
                .note(
                        "For when a threshold of root keys is lost or stolen; with fewer, `bulla role rotate` is the way. No")
                .note(
                        "earlier key vouches for the new root, and nothing can make it so: every consumer refuses it until told")
                .note("otherwise, by you and out of band: bulla trust reset NAMESPACE --root FILE.")
                .example("bulla role recover registry.example/acme --root-key eve --root-key finn -o root.staged");
    }

    @Override
    public ExitCode run(Invocation call) {
        RoleEditing.check(call);
        if (!call.has("--root-key")) {
            throw call.wrongUse("needs --root-key, the public keys of the new root");
        }
        List<PublicKey> keys = new Keys(call).publicKeys("--root-key");
        int threshold = call.number("--root-threshold", 1, MAX_THRESHOLD).orElse(keys.size());
        try (RoleWork work = new RoleWork(call)) {
            Standing standing = work.standing();
            RoleDrafting drafting = work.drafting(standing, RoleName.ROOT);
            new Recovery(keys, threshold).in(drafting);
            return new RoleEditing(call, work).finish(drafting.stagedAnew(work.origin(standing)));
        }
    }
}
