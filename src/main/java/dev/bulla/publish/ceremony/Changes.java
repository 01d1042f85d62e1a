package dev.bulla.publish.ceremony;

import dev.bulla.tuf.Role;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.edit.Change;
import dev.bulla.tuf.edit.RoleChanges;
import java.util.List;
import java.util.Optional;

/** What is different between two files of a role, for people; version and expiry have lines of their own. */
final class Changes {
    private Changes() {}

    /** A line for each difference; the two are of one kind of role, since both were read by the format of its name. */
    static List<String> lines(Optional<Signed<? extends Role>> before, Signed<? extends Role> after) {
        RoleChanges changes = RoleChanges.between(before, after);
        List<Change> listed = changes.listed().stream()
                .filter(change -> !(change instanceof Change.Version) && !(change instanceof Change.Expires))
                .toList();
        return new RoleChanges(listed, changes.rest()).lines();
    }
}
