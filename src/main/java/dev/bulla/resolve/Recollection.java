package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A memory that begins with one root and is gone with the run. */
final class Recollection implements RoleMemory {
    private final Map<RoleName, Bytes> files = new HashMap<>();
    private final List<Bytes> roots = new ArrayList<>();

    Recollection(Bytes pinned) {
        files.put(RoleName.ROOT, pinned);
        roots.add(pinned);
    }

    /** The pinned root and those that followed. */
    List<Bytes> roots() {
        return roots;
    }

    @Override
    public Optional<Bytes> load(RoleName role) {
        return Optional.ofNullable(files.get(role));
    }

    @Override
    public void keep(RoleName role, Bytes file) {
        files.put(role, file);
    }

    @Override
    public void keepRoot(long version, Bytes root, boolean forgetOnline) {
        files.put(RoleName.ROOT, root);
        roots.add(root);
        if (forgetOnline) {
            files.remove(RoleName.TIMESTAMP);
            files.remove(RoleName.SNAPSHOT);
        }
    }
}
