package dev.bulla.publish;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RoleFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edits with documents that their readers will ask for next.
 *
 * @param edits the edits
 * @param enclosed the documents
 */
public record Enclosing(RoleEdits edits, List<Bytes> enclosed) implements RoleEdits {
    /** Copies the list. */
    public Enclosing {
        enclosed = List.copyOf(enclosed);
    }

    @Override
    public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
        return edits.upon(standing);
    }

    @Override
    public boolean isIn(Standing standing) {
        return edits.isIn(standing);
    }

    @Override
    public boolean renewsSnapshot(Standing standing) {
        return edits.renewsSnapshot(standing);
    }
}
