package dev.bulla.publish.roles;

import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.HashBins;
import dev.bulla.tuf.edit.TargetsDraft;
import java.util.List;
import java.util.Optional;

/**
 * A delegation more, with the first file of the role it leads to: a delegation to a role that is not there would refuse
 * every name it covers.
 *
 * @param from who delegates: targets, or a role below it
 * @param delegation to whom, for which paths
 */
public record RoleAddition(RoleName from, Delegation delegation) {
    /** Makes the change in {@code drafting}. */
    public void in(RoleDrafting drafting) {
        RoleName role = delegation.name();
        List<RoleName> already = Delegators.of(drafting.standing()).to(role);
        if (already.contains(from)) {
            throw new UsageException(
                    from + " delegates to " + role + " already",
                    "`bulla role rotate` changes its keys; remove it first for other paths");
        }
        drafting.targets(from, draft -> draft.delegate(delegation));
        if (already.isEmpty()) {
            drafting.found(role);
        }
    }

    /**
     * Bins for the targets of a role, which move into them.
     *
     * @param from whose targets
     * @param bins the bins
     */
    public record Bins(RoleName from, HashBins bins) {
        /** Makes the change in {@code drafting}. */
        public void in(RoleDrafting drafting) {
            Optional<Signed<Targets>> current = drafting.published(from);
            if (current.isEmpty()) {
                throw new UsageException("nothing is published of role " + from);
            }
            Targets role = current.get().role();
            drafting.targets(from, draft -> without(draft.bins(bins), role));
            RoleName first = bins.names().get(0);
            bins.split(role, drafting.expiry(first)).forEach(drafting::found);
        }

        private static TargetsDraft without(TargetsDraft draft, Targets role) {
            TargetsDraft emptied = draft;
            for (var path : role.paths()) {
                emptied = emptied.removeTarget(path);
            }
            return emptied;
        }
    }
}
