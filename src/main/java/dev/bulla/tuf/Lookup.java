package dev.bulla.tuf;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lookups in one update: delegated roles are fetched at most once, remembered when verified, and asked for only when the
 * search needs them (TUF 5.6.7, 5.7).
 */
public final class Lookup {
    private final Complete roles;
    private final Files files;
    private final TufLimits limits;
    private final Map<RoleName, Bytes> fetched = new HashMap<>();
    /** Verdicts by edge, keys included: a role that one delegator vouches for is not thereby good for another. */
    private final Map<DelegatedRole, Signed<Targets>> verified = new LinkedHashMap<>();

    Lookup(Complete roles, Files files, TufLimits limits) {
        this.roles = roles;
        this.files = files;
        this.limits = limits;
    }

    /** The trusted top-level roles of this update. */
    public Complete roles() {
        return roles;
    }

    /**
     * What the trusted roles say of a target.
     *
     * @return {@code NOT_A_TARGET} when none lists it; another reason when a role on the way cannot be verified
     * @throws dev.bulla.outcome.BullaException when a role on the way cannot be fetched
     */
    public Step<Found> find(TargetPath path) {
        try {
            return new DelegationSearch(path, this::load, limits.delegations()).from(roles.start(), roles.targets());
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    /** The delegated roles that lookups of this update went through so far, each verified for the edge that led to it. */
    public List<Signed<Targets>> visited() {
        return List.copyOf(verified.values());
    }

    /** The same files by the names of their roles, in the order in which they were met. */
    public Map<RoleName, Signed<Targets>> visitedRoles() {
        Map<RoleName, Signed<Targets>> byName = new LinkedHashMap<>();
        verified.forEach((edge, file) -> byName.putIfAbsent(edge.name(), file));
        return byName;
    }

    private Step<Signed<Targets>> load(DelegatedRole edge) {
        Signed<Targets> known = verified.get(edge);
        if (known != null) {
            return Step.done(known);
        }
        return roles.expected(edge.name()).then(info -> load(edge, info)).map(file -> {
            verified.put(edge, file);
            return file;
        });
    }

    private Step<Signed<Targets>> load(DelegatedRole edge, FileInfo info) {
        Bytes already = fetched.get(edge.name());
        if (already != null) {
            return roles.delegated(edge, already);
        }
        Optional<Bytes> local = files.remembered(edge.name());
        if (local.isPresent() && roles.delegated(edge, local.get()) instanceof Step.Done<Signed<Targets>> current) {
            files.tell(edge.name() + " v" + info.version() + " is remembered and current");
            return current;
        }
        return files.fetch(edge.name(), info, roles.root().role().consistentSnapshot())
                .then(bytes -> {
                    fetched.put(edge.name(), bytes);
                    return roles.delegated(edge, bytes);
                })
                .map(file -> files.keep(edge.name(), file)); // TUF 5.6.6
    }
}
