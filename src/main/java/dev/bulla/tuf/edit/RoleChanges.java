package dev.bulla.tuf.edit;

import dev.bulla.json.Json;
import dev.bulla.json.OlpcWriter;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a new version of a role changes, to be shown before anyone signs it. Whatever differs in what is signed is among
 * the changes or counted in {@code rest}; keys, thresholds and delegations come before targets, so that no number of
 * targets can push them out of the list.
 *
 * @param listed the changes, in order of weight
 * @param rest how many more there are
 */
public record RoleChanges(List<Change> listed, long rest) {
    /** A thousand lines: nobody reads more, and a role of a million targets is shown as well. */
    public static final int MOST = 1_000;

    private static final Set<String> HEADER = Set.of("_type", "expires", "version");

    /** Copies the list. */
    public RoleChanges {
        listed = List.copyOf(listed);
    }

    /**
     * The changes from {@code before}, from nothing when the role is new, at most {@link #MOST} of them listed.
     *
     * @throws IllegalArgumentException when the two are not of one kind of role
     */
    public static RoleChanges between(Optional<? extends Signed<? extends Role>> before, Signed<? extends Role> after) {
        return between(before, after, MOST);
    }

    /** The changes, at most {@code most} of them listed. */
    public static RoleChanges between(
            Optional<? extends Signed<? extends Role>> before, Signed<? extends Role> after, int most) {
        if (before.isPresent() && before.get().role().getClass() != after.role().getClass()) {
            throw new IllegalArgumentException("two kinds of role have no changes between them");
        }
        ChangeList changes = new ChangeList(most);
        OptionalLong version =
                before.isPresent() ? OptionalLong.of(before.get().role().version()) : OptionalLong.empty();
        changes.add(new Change.Version(version, after.role().version()));
        Optional<Instant> expires = before.map(file -> file.role().expires());
        if (!expires.equals(Optional.of(after.role().expires()))) {
            changes.add(new Change.Expires(expires, after.role().expires()));
        }
        switch (after.role()) {
            case Root root -> root(changes, json(before), after.json());
            case Timestamp timestamp -> timestamp(changes, json(before), after.json(), before, timestamp);
            case Snapshot snapshot -> snapshot(changes, json(before), after.json(), before, snapshot);
            case Targets targets -> targets(changes, before, targets);
        }
        return changes.finish();
    }

    private static Json.Obj json(Optional<? extends Signed<?>> file) {
        return file.isPresent() ? file.get().json() : Json.Obj.empty();
    }

    private static void root(ChangeList changes, Json.Obj before, Json.Obj after) {
        KeyChanges keys = new KeyChanges(changes, before, after);
        Json.Obj rolesBefore = DraftJson.object(before, "roles");
        Json.Obj rolesAfter = DraftJson.object(after, "roles");
        Set<String> roles = new LinkedHashSet<>(rolesBefore.members().keySet());
        roles.addAll(rolesAfter.members().keySet());
        for (String role : roles) {
            Json.Obj entryBefore = DraftJson.object(rolesBefore, role);
            Json.Obj entryAfter = DraftJson.object(rolesAfter, role);
            long so = changes.count();
            keys.role(role, entryBefore, entryAfter);
            Set<String> told = changes.count() == so ? Set.of() : Set.of("keyids", "threshold");
            changes.members("roles." + role + ".", entryBefore, entryAfter, told);
        }
        keys.objects("keys");
        members(changes, before, after, Set.of("keys", "roles"));
    }

    private static void timestamp(
            ChangeList changes, Json.Obj before, Json.Obj after, Optional<? extends Signed<?>> old, Timestamp now) {
        Optional<FileInfo> was = old.map(Signed::role).map(role -> ((Timestamp) role).snapshot());
        listed(changes, "snapshot", was, Optional.of(now.snapshot()));
        meta(changes, before, after, Set.of("snapshot.json"));
        members(changes, before, after, Set.of("meta"));
    }

    private static void snapshot(
            ChangeList changes, Json.Obj before, Json.Obj after, Optional<? extends Signed<?>> old, Snapshot now) {
        members(changes, before, after, Set.of("meta"));
        Map<RoleName, FileInfo> was =
                old.map(Signed::role).map(role -> ((Snapshot) role).roles()).orElse(Map.of());
        Set<RoleName> roles = new LinkedHashSet<>(was.keySet());
        roles.addAll(now.roles().keySet());
        for (RoleName role : roles) {
            listed(changes, role.value(), Optional.ofNullable(was.get(role)), now.of(role));
        }
        meta(changes, before, after, Set.of());
    }

    private static void listed(ChangeList changes, String file, Optional<FileInfo> before, Optional<FileInfo> after) {
        if (!before.equals(after)) {
            changes.add(new Change.Listed(file, before, after));
        }
    }

    /** Members of the entries of {@code meta} that nobody knows; of entries {@code known} alone when there are some. */
    private static void meta(ChangeList changes, Json.Obj before, Json.Obj after, Set<String> known) {
        Json.Obj metaBefore = DraftJson.object(before, "meta");
        Json.Obj metaAfter = DraftJson.object(after, "meta");
        Set<String> files = new LinkedHashSet<>(metaBefore.members().keySet());
        files.addAll(metaAfter.members().keySet());
        for (String file : files) {
            if (known.isEmpty() || known.contains(file)) {
                changes.members(
                        "meta." + file + ".",
                        DraftJson.object(metaBefore, file),
                        DraftJson.object(metaAfter, file),
                        Set.of("version", "length", "hashes"));
            } else {
                changes.member("meta." + file, metaBefore.get(file), metaAfter.get(file));
            }
        }
    }

    private static void members(ChangeList changes, Json.Obj before, Json.Obj after, Set<String> elsewhere) {
        Set<String> told = new LinkedHashSet<>(HEADER);
        told.addAll(elsewhere);
        if (before.members().isEmpty()) {
            told.add("spec_version"); // of a new role everything is new; this says nothing
        }
        changes.members("", before, after, told);
    }

    private static void targets(ChangeList changes, Optional<? extends Signed<?>> before, Targets now) {
        Optional<Targets> was = before.map(Signed::role).map(role -> (Targets) role);
        DelegationChanges.tell(
                changes, was.map(Targets::delegations).orElse(new Delegations.None()), now.delegations());
        Json.Obj othersBefore = was.map(Role::unrecognized).orElse(Json.Obj.empty());
        changes.members("", othersBefore, now.unrecognized(), Set.of());
        was.ifPresent(old -> changes.member(
                "spec_version",
                Optional.of(Json.text(old.header().specVersion())),
                Optional.of(Json.text(now.header().specVersion()))));
        for (TargetPath path : sorted(was, now)) {
            Optional<TargetInfo> then = was.flatMap(old -> old.target(path));
            Optional<TargetInfo> info = now.target(path);
            if (!then.map(TargetInfo::json).equals(info.map(TargetInfo::json))) {
                changes.add(new Change.Target(path, then, info));
            }
        }
    }

    private static List<TargetPath> sorted(Optional<Targets> was, Targets now) {
        Set<TargetPath> paths = new LinkedHashSet<>(was.map(Targets::paths).orElse(List.of()));
        paths.addAll(now.paths());
        List<TargetPath> sorted = new ArrayList<>(paths);
        sorted.sort((a, b) -> OlpcWriter.CODE_POINT_ORDER.compare(a.value(), b.value()));
        return sorted;
    }

    /** How many changes there are. */
    public long count() {
        return listed.size() + rest;
    }

    /** A line for each change that is listed, and one for the rest. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(listed.stream().map(Change::line).toList());
        if (rest > 0) {
            lines.add("and " + rest + " more changes");
        }
        return lines;
    }
}
