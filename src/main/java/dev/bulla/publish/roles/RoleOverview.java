package dev.bulla.publish.roles;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.Step;
import dev.bulla.publish.Standing;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A role as its delegator sees it, with those that it delegates to.
 *
 * @param name the role; of bins the prefix of their names
 * @param keys who signs it and how many must
 * @param version what is published of it; empty when nothing is, or nothing that verifies
 * @param expires when that expires
 * @param targets how many targets it lists; empty for roles that list none by nature
 * @param scope which paths it is trusted for, for people; empty for top-level roles
 * @param terminating searches that match end with it
 * @param problem why what is published of it does not count
 * @param below the roles that it delegates to, in order of priority
 */
public record RoleOverview(
        String name,
        RoleKeys keys,
        Optional<Long> version,
        Optional<Instant> expires,
        Optional<Integer> targets,
        Optional<String> scope,
        boolean terminating,
        Optional<Reason> problem,
        List<RoleOverview> below) {
    /** Copies the list. */
    public RoleOverview {
        below = List.copyOf(below);
    }

    /** Root, timestamp, snapshot and targets, with everything below. */
    public static List<RoleOverview> of(Standing standing) {
        return List.of(
                top(standing, RoleName.ROOT, standing.root()),
                top(standing, RoleName.TIMESTAMP, standing.timestamp()),
                top(standing, RoleName.SNAPSHOT, standing.snapshot()),
                new Walk(standing).targets());
    }

    private static RoleOverview top(Standing standing, RoleName name, Signed<? extends Role> file) {
        return new RoleOverview(
                name.value(),
                standing.root().role().keysOf(name),
                Optional.of(file.role().version()),
                Optional.of(file.role().expires()),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
    }

    /** Each role is followed once; a second edge to it is shown without what is below. */
    private static final class Walk {
        private final Standing standing;
        private final Set<RoleName> followed = new HashSet<>();

        Walk(Standing standing) {
            this.standing = standing;
        }

        RoleOverview targets() {
            return edge(standing.top(), Optional.empty());
        }

        private RoleOverview edge(DelegatedRole edge, Optional<String> scope) {
            Optional<Step<Signed<Targets>>> step = standing.role(edge);
            Optional<Signed<Targets>> file = step.flatMap(read ->
                    read instanceof Step.Done<Signed<Targets>> done ? Optional.of(done.value()) : Optional.empty());
            Optional<Reason> problem = step.flatMap(read -> read instanceof Step.Refused<Signed<Targets>> refused
                    ? Optional.of(refused.reason())
                    : Optional.empty());
            return new RoleOverview(
                    edge.name().value(),
                    edge.keys(),
                    file.map(read -> read.role().version()),
                    file.map(read -> read.role().expires()),
                    file.map(read -> read.role().count()),
                    scope,
                    edge.terminating(),
                    problem,
                    file.filter(read -> followed.add(edge.name()))
                            .map(this::below)
                            .orElse(List.of()));
        }

        private List<RoleOverview> below(Signed<Targets> file) {
            Delegations delegations = file.role().delegations();
            if (delegations instanceof Delegations.Succinct succinct) {
                return List.of(bins(succinct));
            }
            List<RoleOverview> below = new ArrayList<>();
            for (DelegatedRole edge : delegations.listed()) {
                below.add(edge(edge, Optional.of(edge.scope().shown())));
            }
            return below;
        }

        private static RoleOverview bins(Delegations.Succinct succinct) {
            return new RoleOverview(
                    succinct.bins().namePrefix(),
                    succinct.bins().keys(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(succinct.bins().count() + " hash bins"),
                    false,
                    Optional.empty(),
                    List.of());
        }
    }
}
