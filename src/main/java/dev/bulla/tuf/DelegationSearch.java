package dev.bulla.tuf;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pre-order depth-first search for one target (TUF 5.6.7). Authority is per edge: a role that a second delegator
 * names is verified again with that delegator's keys, and a role is skipped only on its own path or on an edge that this
 * search has tried already.
 */
final class DelegationSearch {
    /** As many lines as a person reads. */
    private static final int MAX_HINTS = 5;

    /** Fetches and verifies a role for an edge. */
    interface Loader {
        Step<Signed<Targets>> load(DelegatedRole edge);
    }

    private final TargetPath wanted;
    private final Loader loader;
    private final int maxVisits;
    private final Set<DelegatedRole> tried = new HashSet<>();
    private final List<Found.Vouching> path = new ArrayList<>();
    private final List<Found.Vouching> visited = new ArrayList<>();
    /** Delegations that do not cover the target, for the hints of a refusal. */
    private final List<String> passedBy = new ArrayList<>();

    private int visits;

    /** The search is over: found, or stopped for a reason; null while it goes on. */
    private @Nullable Step<Found> end;

    DelegationSearch(TargetPath wanted, Loader loader, int maxVisits) {
        this.wanted = wanted;
        this.loader = loader;
        this.maxVisits = maxVisits;
    }

    /** Searches from {@code start}, which is verified already. */
    Step<Found> from(DelegatedRole start, Signed<Targets> file) {
        enter(new Found.Vouching(start, file));
        look(file.role());
        return end != null ? end : Step.refused(notFound("no trusted role lists target " + wanted));
    }

    private void enter(Found.Vouching role) {
        path.add(role);
        visited.add(role);
    }

    private boolean isOnPath(RoleName name) {
        for (Found.Vouching role : path) {
            if (role.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void look(Targets role) {
        if (role.target(wanted).isPresent()) {
            end = Step.done(new Found(wanted, role.target(wanted).get(), path, visited));
            return;
        }
        List<DelegatedRole> covering = role.delegations().covering(wanted);
        notePassedBy(role, covering);
        for (DelegatedRole edge : covering) {
            visit(edge);
            if (end != null) {
                return;
            }
            if (edge.terminating()) { // TUF 5.6.7.2.1: ends the whole search, siblings of every ancestor included
                end = Step.refused(notFound("no trusted role lists target " + wanted + "; the search ended at "
                        + edge.name() + ", a terminating delegation"));
                return;
            }
        }
    }

    private void visit(DelegatedRole edge) {
        if (isOnPath(edge.name()) || !tried.add(edge)) { // TUF 5.6.7.1: no role twice on one path
            return;
        }
        if (++visits > maxVisits) {
            end = Step.refused(Reason.of(
                            ReasonCode.LIMIT_EXCEEDED,
                            "target " + wanted + " not found in " + maxVisits + " delegated roles")
                    .with("target", wanted.value())
                    .with("section", "5.6.7.1"));
            return;
        }
        switch (loader.load(edge)) {
            case Step.Done<Signed<Targets>> loaded -> {
                enter(new Found.Vouching(edge, loaded.value()));
                look(loaded.value().role());
                if (end == null) {
                    path.remove(path.size() - 1);
                }
            }
            case Step.Refused<Signed<Targets>> refused -> end = Step.refused(refused.reason());
        }
    }

    private void notePassedBy(Targets role, List<DelegatedRole> covering) {
        for (DelegatedRole edge : role.delegations().listed()) {
            if (passedBy.size() < MAX_HINTS && !covering.contains(edge)) {
                passedBy.add(path.get(path.size() - 1).name() + " delegates "
                        + edge.scope().shown() + " to " + edge.name() + ", which does not cover the target");
            }
        }
    }

    private Reason notFound(String message) {
        Reason reason = Reason.of(ReasonCode.NOT_A_TARGET, message)
                .with("target", wanted.value())
                .with("section", "5.7.2");
        for (String hint : passedBy) {
            reason = reason.hint(hint);
        }
        return reason;
    }
}
