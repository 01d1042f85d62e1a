package dev.bulla.publish.ceremony;

import dev.bulla.outcome.Step;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Role files that belong together, one of each role, parsed. */
final class StagedRoles {
    private final Map<RoleName, Signed<? extends Role>> files;

    private StagedRoles(Map<RoleName, Signed<? extends Role>> files) {
        this.files = Collections.unmodifiableMap(files);
    }

    /** Who must sign a role, and which role says so. */
    record Edge(String by, RoleKeys keys) {}

    /** Parses; the first file that is none of its role refuses all. */
    static Step<StagedRoles> parse(List<NamedFile> named) {
        Map<RoleName, Signed<? extends Role>> files = new LinkedHashMap<>();
        for (NamedFile file : named) {
            switch (RoleFormats.read(file.role(), file.bytes())) {
                case Step.Done<Signed<? extends Role>> done -> files.put(file.role(), done.value());
                case Step.Refused<Signed<? extends Role>> refused -> {
                    return Step.refused(refused.reason());
                }
            }
        }
        return Step.done(new StagedRoles(files));
    }

    /** These files with those of {@code newer} in place of or beside them. */
    StagedRoles with(StagedRoles newer) {
        Map<RoleName, Signed<? extends Role>> both = new LinkedHashMap<>(files);
        both.putAll(newer.files);
        return new StagedRoles(both);
    }

    Map<RoleName, Signed<? extends Role>> all() {
        return files;
    }

    Optional<Signed<? extends Role>> get(RoleName role) {
        return Optional.ofNullable(files.get(role));
    }

    /** The root, if there is one. */
    Optional<Root> root() {
        return get(RoleName.ROOT).map(file -> (Root) file.role());
    }

    /** Every role here that names keys for {@code role}. */
    List<Edge> edgesTo(RoleName role) {
        List<Edge> edges = new ArrayList<>();
        files.forEach((name, file) -> {
            if (file.role() instanceof Root root && role.isTopLevel()) {
                edges.add(edge(name, file, root.keysOf(role)));
            } else if (file.role() instanceof Targets targets) {
                keys(targets.delegations(), role).ifPresent(keys -> edges.add(edge(name, file, keys)));
            }
        });
        return edges;
    }

    private static Edge edge(RoleName name, Signed<? extends Role> file, RoleKeys keys) {
        return new Edge(name + " v" + file.role().version(), keys);
    }

    private static Optional<RoleKeys> keys(Delegations delegations, RoleName role) {
        if (delegations instanceof Delegations.Succinct succinct) {
            return succinct.bins().names(role) ? Optional.of(succinct.bins().keys()) : Optional.empty();
        }
        for (DelegatedRole listed : delegations.listed()) {
            if (listed.name().equals(role)) {
                return Optional.of(listed.keys());
            }
        }
        return Optional.empty();
    }
}
