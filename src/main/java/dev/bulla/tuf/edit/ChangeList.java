package dev.bulla.tuf.edit;

import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects changes, the first of them whole and of the others the number. */
final class ChangeList {
    private final int most;
    private final List<Change> listed = new ArrayList<>();
    private long all;

    ChangeList(int most) {
        this.most = most;
    }

    void add(Change change) {
        all++;
        if (listed.size() < most) {
            listed.add(change);
        }
    }

    /** Every member that differs, but for those that someone else compares. */
    void members(String place, Json.Obj before, Json.Obj after, Set<String> elsewhere) {
        Set<String> names = new LinkedHashSet<>(before.members().keySet());
        names.addAll(after.members().keySet());
        names.removeAll(elsewhere);
        for (String name : names) {
            member(place + name, before.get(name), after.get(name));
        }
    }

    /** A member, if it differs. */
    void member(String place, Optional<Json> before, Optional<Json> after) {
        if (!before.equals(after)) {
            add(new Change.Member(place, before, after));
        }
    }

    /** How many there are so far. */
    long count() {
        return all;
    }

    RoleChanges finish() {
        return new RoleChanges(listed, all - listed.size());
    }
}
