package dev.bulla.publish.roles;

import dev.bulla.outcome.Step;
import dev.bulla.publish.Standing;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who delegates to whom among the roles that verify; bins are found by their names and not listed. */
public final class Delegators {
    private final Standing standing;
    private final Map<RoleName, Signed<Targets>> verified;

    private Delegators(Standing standing, Map<RoleName, Signed<Targets>> verified) {
        this.standing = standing;
        this.verified = verified;
    }

    /** Of what is published. */
    public static Delegators of(Standing standing) {
        Map<RoleName, Signed<Targets>> verified = new LinkedHashMap<>();
        verified.put(RoleName.TARGETS, standing.targets());
        standing.delegated().forEach((role, edge) -> file(standing, edge).ifPresent(file -> verified.put(role, file)));
        return new Delegators(standing, verified);
    }

    private static Optional<Signed<Targets>> file(Standing standing, DelegatedRole edge) {
        return standing.role(edge)
                .flatMap(step ->
                        step instanceof Step.Done<Signed<Targets>> done ? Optional.of(done.value()) : Optional.empty());
    }

    /** The roles that delegate to {@code role}, in search order. */
    public List<RoleName> to(RoleName role) {
        List<RoleName> delegators = new ArrayList<>();
        verified.forEach((name, file) -> {
            if (edge(file, role).isPresent()) {
                delegators.add(name);
            }
        });
        return delegators;
    }

    private static Optional<DelegatedRole> edge(Signed<Targets> file, RoleName role) {
        Delegations delegations = file.role().delegations();
        if (delegations instanceof Delegations.Succinct succinct) {
            return succinct.bins().names(role)
                    ? Optional.of(DelegatedRole.start(role, succinct.bins().keys()))
                    : Optional.empty();
        }
        return delegations.listed().stream()
                .filter(edge -> edge.name().equals(role))
                .findFirst();
    }

    /** Everyone on the way from targets to {@code role}, without it. */
    Set<RoleName> above(RoleName role) {
        Set<RoleName> above = new LinkedHashSet<>();
        Deque<RoleName> open = new ArrayDeque<>(to(role));
        while (!open.isEmpty()) {
            RoleName next = open.remove();
            if (above.add(next)) {
                open.addAll(to(next));
            }
        }
        return above;
    }

    /** The file of a role, verified by an edge that leads to it. */
    Optional<Signed<Targets>> verified(RoleName role) {
        Signed<Targets> known = verified.get(role);
        if (known != null) {
            return Optional.of(known);
        }
        return to(role).stream()
                .flatMap(from -> edge(of(from), role).stream())
                .flatMap(edge -> file(standing, edge).stream())
                .findFirst();
    }

    private Signed<Targets> of(RoleName role) {
        Signed<Targets> file = verified.get(role);
        if (file == null) {
            throw new IllegalArgumentException(role + " does not verify");
        }
        return file;
    }
}
