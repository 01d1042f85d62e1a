package dev.bulla.publish;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of root or targets roles that can be made again upon whatever somebody else has published meanwhile. */
public interface RoleEdits {
    /**
     * The files that differ afterwards, signed.
     *
     * @param standing what is published; empty for a namespace that does not exist yet
     * @return empty when nothing is left to do; an empty map when no role differs and snapshot and timestamp are due
     * @throws dev.bulla.outcome.ConflictException when the change and what is published exclude one another
     */
    Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing);

    /** True when {@code standing} holds the change, perhaps with further ones upon it. */
    boolean isIn(Standing standing);

    /** Documents that readers of the result will ask for next; of a large namespace they are left out. */
    default List<Bytes> enclosed() {
        return List.of();
    }

    /** True when a new snapshot is wanted even if it lists the same files. */
    default boolean renewsSnapshot(Standing standing) {
        return false;
    }
}
