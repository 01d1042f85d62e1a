package dev.bulla.testkit.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.tuf.RoleMemory;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trusted files in memory; a test may look and meddle. */
public final class SimulatedMemory implements RoleMemory {
    private final Map<String, Bytes> files = new LinkedHashMap<>();
    private final List<String> writes = new ArrayList<>();

    /** A memory that trusts this root. */
    public static SimulatedMemory pinned(Bytes root) {
        SimulatedMemory memory = new SimulatedMemory();
        memory.files.put("root", root);
        return memory;
    }

    /** Files by role name. */
    public Map<String, Bytes> files() {
        return files;
    }

    /** Names of the roles that were written, in order. */
    public List<String> writes() {
        return writes;
    }

    @Override
    public Optional<Bytes> load(RoleName role) {
        return Optional.ofNullable(files.get(role.value()));
    }

    @Override
    public void keep(RoleName role, Bytes file) {
        files.put(role.value(), file);
        writes.add(role.value());
    }

    @Override
    public void keepRoot(long version, Bytes root, boolean forgetOnline) {
        files.put("root", root);
        writes.add("root " + version);
        if (forgetOnline) {
            files.remove("timestamp");
            files.remove("snapshot");
        }
    }
}
