package dev.bulla.publish;

import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Source;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The role files of a namespace in one state, as a head lists them; unverified. Immutable. */
public final class RoleSet {
    private final NavigableMap<Long, RoleLayer> roots;
    private final NavigableMap<RoleName, RoleLayer> others;

    private RoleSet(NavigableMap<Long, RoleLayer> roots, NavigableMap<RoleName, RoleLayer> others) {
        this.roots = roots;
        this.others = others;
    }

    /** No file at all. */
    public static RoleSet empty() {
        return new RoleSet(new TreeMap<>(), new TreeMap<>());
    }

    /** What {@code head} lists; of a role that is listed in several versions the highest. */
    public static RoleSet of(RoleFiles head) {
        RoleSet set = empty();
        for (Map.Entry<RoleFileName, Descriptor> file : head.files().entrySet()) {
            RoleName role = file.getKey().role();
            long version = file.getKey().version().orElse(0);
            boolean older = !role.equals(RoleName.ROOT)
                    && set.others.containsKey(role)
                    && version < set.others.get(role).version();
            if (!older) {
                set.put(new RoleLayer(
                        role,
                        version,
                        RoleLayer.stored(role, version, file.getValue()).blob(),
                        file.getValue().data()));
            }
        }
        return set;
    }

    private void put(RoleLayer layer) {
        if (layer.role().equals(RoleName.ROOT)) {
            roots.put(layer.version(), layer);
        } else {
            others.put(layer.role(), layer);
        }
    }

    /** With this file in place of the one of the same role; a root stands beside the older ones. */
    public RoleSet with(RoleName role, long version, Bytes file) {
        RoleSet more = new RoleSet(new TreeMap<>(roots), new TreeMap<>(others));
        more.put(RoleLayer.of(role, version, file));
        return more;
    }

    /** The root of this version. */
    public Optional<RoleLayer> root(long version) {
        return Optional.ofNullable(roots.get(version));
    }

    /** Timestamp, snapshot or a targets role. */
    public Optional<RoleLayer> role(RoleName role) {
        return Optional.ofNullable(others.get(role));
    }

    /** All files, roots first. */
    public Collection<RoleLayer> layers() {
        List<RoleLayer> layers = new ArrayList<>(roots.values());
        layers.addAll(others.values());
        return layers;
    }

    /** The bytes of a file: held already, or fetched from {@code blobs} by digest. */
    static Bytes content(RoleLayer layer, Source blobs, int limit) {
        return layer.content().orElseGet(() -> blobs.blobBytes(layer.blob(), limit));
    }
}
