package dev.bulla.tuf.edit;

import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.SuccinctRoles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Differences of two {@code delegations} objects. */
final class DelegationChanges {
    private static final Set<String> HOLDER = Set.of("keys", "roles", "succinct_roles");
    private static final Set<String> ENTRY =
            Set.of("keyids", "name", "paths", "path_hash_prefixes", "terminating", "threshold");
    private static final Set<String> BINS = Set.of("bit_length", "keyids", "name_prefix", "threshold");

    private final ChangeList changes;
    private final Json.Obj before;
    private final Json.Obj after;
    private final KeyChanges keys;

    DelegationChanges(ChangeList changes, Delegations before, Delegations after) {
        this.changes = changes;
        this.before = before.json();
        this.after = after.json();
        keys = new KeyChanges(changes, this.before, this.after);
    }

    static void tell(ChangeList changes, Delegations before, Delegations after) {
        DelegationChanges comparison = new DelegationChanges(changes, before, after);
        comparison.entries();
        comparison.bins(bins(before), bins(after));
        comparison.keys.objects("delegations.keys");
        changes.members("delegations.", comparison.before, comparison.after, HOLDER);
    }

    private static Optional<SuccinctRoles> bins(Delegations delegations) {
        return delegations instanceof Delegations.Succinct succinct ? Optional.of(succinct.bins()) : Optional.empty();
    }

    private void bins(Optional<SuccinctRoles> binsBefore, Optional<SuccinctRoles> binsAfter) {
        if (binsBefore.isEmpty() && binsAfter.isEmpty()) {
            return;
        }
        if (!binsBefore.map(SuccinctRoles::bitLength).equals(binsAfter.map(SuccinctRoles::bitLength))
                || !binsBefore.map(SuccinctRoles::namePrefix).equals(binsAfter.map(SuccinctRoles::namePrefix))) {
            changes.add(new Change.Bins(binsBefore, binsAfter));
        }
        Json.Obj entryBefore = DraftJson.object(before, "succinct_roles");
        Json.Obj entryAfter = DraftJson.object(after, "succinct_roles");
        String prefix = binsAfter.or(() -> binsBefore).orElseThrow().namePrefix();
        keys.role(prefix + "-…", entryBefore, entryAfter);
        changes.members("delegations.succinct_roles.", entryBefore, entryAfter, BINS);
    }

    private void entries() {
        Map<RoleName, Json.Obj> entriesBefore = byName(before);
        Map<RoleName, Json.Obj> entriesAfter = byName(after);
        entriesBefore.forEach((name, entry) -> {
            if (!entriesAfter.containsKey(name)) {
                changes.add(new Change.Delegated(name, false, false));
                entry(name, entry, Json.Obj.empty());
            }
        });
        entriesAfter.forEach((name, entry) -> {
            Json.Obj old = entriesBefore.getOrDefault(name, Json.Obj.empty());
            boolean ends = terminating(entry);
            if (!entriesBefore.containsKey(name)) {
                changes.add(new Change.Delegated(name, true, ends));
            } else if (terminating(old) != ends) {
                changes.add(new Change.Terminating(name, ends));
            }
            entry(name, old, entry);
        });
        order(entriesBefore, entriesAfter);
    }

    private static Map<RoleName, Json.Obj> byName(Json.Obj delegations) {
        Map<RoleName, Json.Obj> entries = new LinkedHashMap<>();
        for (Json entry : Fields.of(delegations, "delegations").optionalArray("roles")) {
            Fields fields = Fields.of(entry, "role");
            entries.put(new RoleName(fields.text("name")), fields.object());
        }
        return entries;
    }

    private static boolean terminating(Json.Obj entry) {
        return entry.get("terminating").equals(Optional.of(new Json.Bool(true)));
    }

    private void entry(RoleName name, Json.Obj entryBefore, Json.Obj entryAfter) {
        long so = changes.count();
        keys.role(name.value(), entryBefore, entryAfter);
        paths(name, "paths", entryBefore, entryAfter);
        paths(name, "path_hash_prefixes", entryBefore, entryAfter);
        changes.members("delegations.roles." + name + ".", entryBefore, entryAfter, ENTRY);
        boolean both = !entryBefore.members().isEmpty() && !entryAfter.members().isEmpty();
        if (both && changes.count() == so) {
            // the same keys or paths in another order: it means nothing, and yet the text is another
            Set<String> told = terminating(entryBefore) == terminating(entryAfter) ? Set.of() : Set.of("terminating");
            changes.members("delegations.roles." + name + ".", entryBefore, entryAfter, told);
        }
    }

    private void paths(RoleName name, String member, Json.Obj entryBefore, Json.Obj entryAfter) {
        Set<String> patternsBefore = texts(member, entryBefore);
        Set<String> patternsAfter = texts(member, entryAfter);
        boolean prefix = !member.equals("paths");
        for (String pattern : patternsBefore) {
            if (!patternsAfter.contains(pattern)) {
                changes.add(new Change.Path(name, false, prefix, pattern));
            }
        }
        for (String pattern : patternsAfter) {
            if (!patternsBefore.contains(pattern)) {
                changes.add(new Change.Path(name, true, prefix, pattern));
            }
        }
    }

    private static Set<String> texts(String member, Json.Obj entry) {
        Fields fields = Fields.of(entry, "role");
        return fields.has(member) ? new LinkedHashSet<>(fields.texts(member)) : Set.of();
    }

    /** Those that stayed, by their places among themselves. */
    private void order(Map<RoleName, Json.Obj> entriesBefore, Map<RoleName, Json.Obj> entriesAfter) {
        List<RoleName> stayedBefore = new ArrayList<>(entriesBefore.keySet());
        stayedBefore.retainAll(entriesAfter.keySet());
        Map<RoleName, Integer> places = new LinkedHashMap<>();
        stayedBefore.forEach(name -> places.put(name, places.size()));
        int place = 0;
        for (RoleName name : entriesAfter.keySet()) {
            Integer was = places.get(name);
            if (was != null) {
                if (was != place) {
                    changes.add(new Change.Moved(name, was, place));
                }
                place++;
            }
        }
    }
}
