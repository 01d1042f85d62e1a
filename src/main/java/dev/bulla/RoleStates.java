package dev.bulla;

import dev.bulla.outcome.Step;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.List;

/** Roles with their versions and expiries, for reports. */
final class RoleStates {
    private RoleStates() {}

    /** Root, targets, the delegated roles that verify, snapshot, timestamp. */
    static List<Namespaces.RoleState> of(Standing standing) {
        List<Namespaces.RoleState> states = new ArrayList<>();
        states.add(of(RoleName.ROOT, standing.root().role()));
        states.add(of(RoleName.TARGETS, standing.targets().role()));
        standing.delegated()
                .forEach((name, edge) -> standing.role(edge)
                        .filter(step -> step instanceof Step.Done)
                        .ifPresent(step -> states.add(of(name, step.orThrow().role()))));
        states.add(of(RoleName.SNAPSHOT, standing.snapshot().role()));
        states.add(of(RoleName.TIMESTAMP, standing.timestamp().role()));
        return states;
    }

    private static Namespaces.RoleState of(RoleName name, Role role) {
        return new Namespaces.RoleState(name.value(), role.version(), role.expires(), RoleLives.due(name, role));
    }
}
