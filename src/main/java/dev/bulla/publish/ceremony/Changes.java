package dev.bulla.publish.ceremony;

import dev.bulla.tuf.Role;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.edit.Change;
import dev.bulla.tuf.edit.RoleChanges;
import java.util.List;
import java.util.Optional;

/** What is different between two files of a role, for people; version and expiry have lines of their own. */
final class Changes {
    private Changes() {}

    /** A line for each difference; the two are of one kind of role, since both were read by the format of its name. */
    static List<String> lines(Optional<Signed<? extends Role>> before, Signed<? extends Role> after) {
        return switch (after.role()) {
            case Root root -> between(before, after, Root.class);
            case Timestamp timestamp -> between(before, after, Timestamp.class);
            case Snapshot snapshot -> between(before, after, Snapshot.class);
            case Targets targets -> between(before, after, Targets.class);
        };
    }

    private static <R extends Role> List<String> between(
            Optional<Signed<? extends Role>> before, Signed<? extends Role> after, Class<R> kind) {
        RoleChanges changes = RoleChanges.between(before.map(file -> as(file, kind)), as(after, kind));
        List<Change> listed = changes.listed().stream()
                .filter(change -> !(change instanceof Change.Version) && !(change instanceof Change.Expires))
                .toList();
        return new RoleChanges(listed, changes.rest()).lines();
    }

    @SuppressWarnings("unchecked") // the role inside is checked, and nothing else depends on the parameter
    private static <R extends Role> Signed<R> as(Signed<? extends Role> file, Class<R> kind) {
        if (!kind.isInstance(file.role())) {
            throw new IllegalArgumentException("not a file of " + kind.getSimpleName());
        }
        return (Signed<R>) file;
    }
}
