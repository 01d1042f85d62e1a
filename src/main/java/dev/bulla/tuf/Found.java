package dev.bulla.tuf;

import java.util.List;

/**
 * A target that a trusted role lists.
 *
 * @param path the target
 * @param info what the role says of it
 * @param roles the roles that vouch, from where the search began to the one that lists it
 * @param visited every role that the search looked into up to the answer, in order; what a copy of the chain has to hold
 */
public record Found(TargetPath path, TargetInfo info, List<Vouching> roles, List<Vouching> visited) {
    /** Copies the lists. */
    public Found {
        roles = List.copyOf(roles);
        visited = List.copyOf(visited);
    }

    /**
     * A verified targets role of a search.
     *
     * @param edge the entry that gives it authority: its keys, its threshold and what it is trusted for
     * @param file the role
     */
    public record Vouching(DelegatedRole edge, Signed<Targets> file) {
        /** The role. */
        public RoleName name() {
            return edge.name();
        }
    }

    /** Names of the roles that vouch. */
    public List<RoleName> chain() {
        return roles.stream().map(Vouching::name).toList();
    }
}
