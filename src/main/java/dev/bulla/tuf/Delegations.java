package dev.bulla.tuf;

import dev.bulla.crypto.KeyId;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** To whom a targets role delegates (TUF 4.5, TAP 15). */
public sealed interface Delegations {
    /** Roles one by one, in order of priority. */
    record Listed(List<DelegatedRole> roles, Json.Obj json) implements Delegations {
        /** Copies the list. */
        public Listed {
            roles = List.copyOf(roles);
        }

        @Override
        public List<DelegatedRole> covering(TargetPath path) {
            List<DelegatedRole> covering = new ArrayList<>();
            for (DelegatedRole role : roles) {
                role.covering(path).ifPresent(covering::add);
            }
            return covering;
        }
    }

    /** Bins by the hash of the path. */
    record Succinct(SuccinctRoles bins, Json.Obj json) implements Delegations {
        @Override
        public List<DelegatedRole> covering(TargetPath path) {
            return List.of(bins.binOf(path));
        }
    }

    /** No delegation. */
    record None() implements Delegations {
        @Override
        public Json.Obj json() {
            return Json.Obj.empty();
        }

        @Override
        public List<DelegatedRole> covering(TargetPath path) {
            return List.of();
        }
    }

    /** The object as signed; empty when there is none. */
    Json.Obj json();

    /** The delegations that cover {@code path}, in order of priority. */
    List<DelegatedRole> covering(TargetPath path);

    /** The roles that are delegated to one by one; bins have no end worth listing. */
    default List<DelegatedRole> listed() {
        return this instanceof Listed listed ? listed.roles() : List.of();
    }

    /** The delegation to {@code name}, if there is one. */
    default Optional<DelegatedRole> to(RoleName name) {
        return switch (this) {
            case Listed listed ->
                listed.roles().stream().filter(role -> role.name().equals(name)).findFirst();
            case Succinct succinct ->
                succinct.bins().names(name)
                        ? Optional.of(DelegatedRole.start(name, succinct.bins().keys()))
                        : Optional.empty();
            case None none -> Optional.empty();
        };
    }

    /** Reads {@code delegations}; the empty object, as CNAB-Sec 301 draws it, delegates nothing. */
    static Delegations read(Fields delegations) {
        if (delegations.object().members().isEmpty()) {
            return new None();
        }
        Map<KeyId, Json.Obj> keys = RoleKeys.readKeys(delegations.object("keys"));
        boolean listed = delegations.has("roles");
        if (listed == delegations.has("succinct_roles")) {
            throw JsonException.malformed(
                    "delegations has " + (listed ? "both" : "neither") + " roles and succinct_roles");
        }
        if (!listed) {
            Fields succinct = delegations.object("succinct_roles");
            return new Succinct(SuccinctRoles.read(succinct, RoleKeys.read(succinct, keys)), delegations.object());
        }
        List<DelegatedRole> roles = delegations.each("roles", (role, index) -> readRole(role, keys));
        Set<RoleName> names = new HashSet<>();
        for (DelegatedRole role : roles) {
            if (role.name().isTopLevel() || !names.add(role.name())) {
                throw JsonException.malformed("delegations names a role twice, or a top-level role");
            }
        }
        return new Listed(roles, delegations.object());
    }

    private static DelegatedRole readRole(Fields role, Map<KeyId, Json.Obj> keys) {
        boolean paths = role.has("paths");
        if (paths == role.has("path_hash_prefixes")) {
            throw JsonException.malformed(
                    role.place("paths") + ": " + (paths ? "both" : "neither") + " paths and path_hash_prefixes");
        }
        DelegatedRole.Scope scope;
        if (paths) {
            List<PathPattern> patterns = new ArrayList<>();
            for (String pattern : role.texts("paths")) {
                patterns.add(new PathPattern(pattern));
            }
            scope = new DelegatedRole.Paths(patterns);
        } else {
            scope = new DelegatedRole.PathHashPrefixes(role.texts("path_hash_prefixes"));
        }
        return new DelegatedRole(
                new RoleName(role.text("name")), RoleKeys.read(role, keys), role.bool("terminating", false), scope);
    }
}
