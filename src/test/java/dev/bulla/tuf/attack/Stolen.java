package dev.bulla.tuf.attack;

import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A key that may be stolen; root keys are not among them (CNAB-Sec 301: theirs is the end of every promise). */
enum Stolen {
    TIMESTAMP,
    SNAPSHOT,
    RELEASES,
    TARGETS;

    RoleName role() {
        return switch (this) {
            case TIMESTAMP -> RoleName.TIMESTAMP;
            case SNAPSHOT -> RoleName.SNAPSHOT;
            case RELEASES -> Scene.RELEASES;
            case TARGETS -> RoleName.TARGETS;
        };
    }

    /** All sixteen combinations. */
    static List<Set<Stolen>> subsets() {
        List<Set<Stolen>> subsets = new ArrayList<>();
        subsets.add(EnumSet.noneOf(Stolen.class));
        for (Stolen key : values()) {
            for (Set<Stolen> without : List.copyOf(subsets)) {
                Set<Stolen> with = EnumSet.copyOf(without);
                with.add(key);
                subsets.add(with);
            }
        }
        return subsets;
    }

    /** How a combination is called in the table. */
    static String named(Set<Stolen> keys) {
        return keys.isEmpty()
                ? "none"
                : keys.stream()
                        .map(key -> key.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
