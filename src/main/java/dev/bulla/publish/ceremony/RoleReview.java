package dev.bulla.publish.ceremony;

import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.edit.SigningProgress;
import java.util.List;
import java.util.Optional;

/**
 * One staged role file, judged by the files around it.
 *
 * @param role the role
 * @param before the file that it replaces, if there is one
 * @param after the new file
 * @param changes what is different, a line each
 * @param keys the keys and thresholds that the roles above name for it; root needs those of the old root and its own
 * @param progress who of them has signed
 */
public record RoleReview(
        RoleName role,
        Optional<Signed<? extends Role>> before,
        Signed<? extends Role> after,
        List<String> changes,
        List<RoleKeys> keys,
        SigningProgress progress) {
    /** Copies the lists. */
    public RoleReview {
        changes = List.copyOf(changes);
        keys = List.copyOf(keys);
    }

    /** True when everyone has signed who must. */
    public boolean isComplete() {
        return progress.needed() == 0;
    }

    /** Its version, and the one before. */
    public String versions() {
        String to = "v" + after.role().version();
        return before.map(file -> "v" + file.role().version() + " -> " + to).orElse("new, " + to);
    }
}
