package dev.bulla.tuf;

import java.util.List;

/**
 * A target that a trusted role lists.
 *
 * @param path the target
 * @param info what the role says of it
 * @param chain the roles that vouch, from where the search began to the one that lists it
 */
public record Found(TargetPath path, TargetInfo info, List<RoleName> chain) {
    /** Copies the chain. */
    public Found {
        chain = List.copyOf(chain);
    }
}
