package dev.bulla.publish;

import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.SuccinctRoles;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.Timestamp;
import dev.bulla.tuf.TrustedRoles;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.HashBins;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What is published in a namespace, verified from a pinned root by the steps of a consumer (TUF 5.2 to 5.6), expiry apart:
 * whoever renews what has expired has to read it. Expiry is judged where something is published.
 */
public final class Standing {
    /** Everything was valid then. */
    private static final Instant BEFORE_ANY_EXPIRY = Instant.EPOCH;

    /** Delegated roles that are looked through: more than a namespace of one role for each repository has (oci-graph 3.4). */
    static final int MAX_ROLES = 2_000;

    /** As many as one role can be split into here; a namespace with more is not one that was written here. */
    private static final long MAX_BINS = 1L << HashBins.MAX_BITS;

    private final RoleSet files;
    private final Source blobs;
    private final Complete roles;
    private final Map<DelegatedRole, Step<Signed<Targets>>> read = new HashMap<>();

    private Standing(RoleSet files, Source blobs, Complete roles) {
        this.files = files;
        this.blobs = blobs;
        this.roles = roles;
    }

    /**
     * Verifies {@code files}.
     *
     * @param blobs where files are that the set does not hold
     * @param pinned the root that is trusted already, of any version
     * @throws RejectedException with the reason that a consumer would give
     */
    public static Standing of(RoleSet files, Source blobs, Bytes pinned) {
        Rooted newest = newestRoot(files, blobs, pinned);
        Complete complete = newest.settle()
                .then(root -> root.timestamp(required(files, blobs, RoleName.TIMESTAMP), Optional.empty()))
                .then(seen -> seen.snapshot(required(files, blobs, RoleName.SNAPSHOT), Optional.empty()))
                .then(seen -> seen.targets(required(files, blobs, RoleName.TARGETS)))
                .orThrow();
        return new Standing(files, blobs, complete);
    }

    private static Rooted newestRoot(RoleSet files, Source blobs, Bytes pinned) {
        Rooted newest = TrustedRoles.pinned(pinned, BEFORE_ANY_EXPIRY).orThrow();
        for (int i = 0; i < TufLimits.ROOT_ROTATIONS; i++) {
            Optional<RoleLayer> next = files.root(newest.root().role().version() + 1);
            if (next.isEmpty()) {
                return newest;
            }
            newest = newest.next(RoleSet.content(next.get(), blobs, TufLimits.ROOT_BYTES))
                    .orThrow();
        }
        return newest;
    }

    /** The file of a role: as the head lists it, or of a bin, which it does not list, by the hash in the snapshot. */
    public Optional<RoleLayer> layer(RoleName role) {
        return files.role(role).or(() -> snapshot().role().of(role).flatMap(info -> RoleLayer.addressed(role, info)));
    }

    /** The bins that targets roles delegate to, by their common names. */
    private List<SuccinctRoles> bins() {
        List<SuccinctRoles> bins = new ArrayList<>();
        Stream<Delegations> all = Stream.concat(
                Stream.of(targets().role().delegations()), below(delegated().values()));
        all.forEach(delegations -> {
            if (delegations instanceof Delegations.Succinct succinct) {
                bins.add(succinct.bins());
            }
        });
        return bins;
    }

    /** Whether {@code role} is a bin: nobody hands bins over. */
    boolean isBin(RoleName role) {
        return bins().stream().anyMatch(bins -> bins.names(role));
    }

    /** Whether all bins are published that {@code delegations} name, if they name any: without them a role lists nothing. */
    boolean hasBinsOf(Delegations delegations) {
        if (!(delegations instanceof Delegations.Succinct succinct)) {
            return true;
        }
        SuccinctRoles bins = succinct.bins();
        Set<RoleName> published = snapshot().role().roles().keySet();
        return bins.count() <= published.size()
                && LongStream.range(0, bins.count())
                        .allMatch(i -> published.contains(bins.bin(i).name()));
    }

    /** Whether there are so many bins that the head does not list them. */
    boolean hasUnlistedBins() {
        return bins().stream().anyMatch(bins -> bins.count() > HeadManifest.MOST_BINS);
    }

    /** Whether {@code role} is a bin of so many that the head does not list them. */
    boolean isUnlistedBin(RoleName role) {
        return bins().stream().anyMatch(bins -> bins.count() > HeadManifest.MOST_BINS && bins.names(role));
    }

    /**
     * The edges to all bins that are published, one by one.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED} beyond what Bulla writes
     */
    List<DelegatedRole> eachBin() {
        List<DelegatedRole> edges = new ArrayList<>();
        for (SuccinctRoles bins : bins()) {
            if (edges.size() + bins.count() > MAX_BINS) {
                throw new RejectedException(
                        Reason.of(ReasonCode.LIMIT_EXCEEDED, "more than " + MAX_BINS + " hash bins in one namespace"));
            }
            for (long i = 0; i < bins.count(); i++) {
                edges.add(bins.bin(i));
            }
        }
        return edges;
    }

    /** Whom the roles at the end of {@code edges} delegate to, as far as they verify. */
    private Stream<Delegations> below(Collection<DelegatedRole> edges) {
        return edges.stream()
                .flatMap(edge -> role(edge).stream())
                .filter(step -> step instanceof Step.Done)
                .map(step -> step.orThrow().role().delegations());
    }

    private static Bytes required(RoleSet files, Source blobs, RoleName role) {
        RoleLayer layer = files.role(role).orElseThrow(() -> unlisted(role));
        return RoleSet.content(layer, blobs, TufLimits.LISTED_BYTES);
    }

    private static RejectedException unlisted(RoleName role) {
        return new RejectedException(
                Reason.of(ReasonCode.INCOMPLETE, "the head lists no " + role + " of this namespace")
                        .with("role", role.value()));
    }

    /** The files that were verified. */
    public RoleSet files() {
        return files;
    }

    /** Where files are that the set does not hold. */
    Source blobs() {
        return blobs;
    }

    /** The newest root. */
    public Signed<Root> root() {
        return roles.root();
    }

    /** The timestamp. */
    public Signed<Timestamp> timestamp() {
        return roles.timestamp();
    }

    /** The snapshot. */
    public Signed<Snapshot> snapshot() {
        return roles.snapshot();
    }

    /** Top-level targets. */
    public Signed<Targets> targets() {
        return roles.targets();
    }

    /** The edge from root to top-level targets. */
    public DelegatedRole top() {
        return roles.start();
    }

    /**
     * The delegated roles, each by the first edge that leads to it, breadth first; bins are not listed. A role that does not
     * verify is there, and nothing below it.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED} beyond {@link #MAX_ROLES}
     */
    public Map<RoleName, DelegatedRole> delegated() {
        Map<RoleName, DelegatedRole> found = new LinkedHashMap<>();
        Deque<Delegations> open = new ArrayDeque<>();
        open.add(targets().role().delegations());
        while (!open.isEmpty()) {
            for (DelegatedRole edge : open.remove().listed()) {
                if (found.putIfAbsent(edge.name(), edge) == null) {
                    role(edge)
                            .filter(step -> step instanceof Step.Done)
                            .ifPresent(step -> open.add(step.orThrow().role().delegations()));
                }
            }
            if (found.size() > MAX_ROLES) {
                throw new RejectedException(Reason.of(
                        ReasonCode.LIMIT_EXCEEDED, "more than " + MAX_ROLES + " delegated roles in one namespace"));
            }
        }
        return found;
    }

    /** The edge to a targets role, top-level targets and bins of it included. */
    public Optional<DelegatedRole> edge(RoleName name) {
        if (name.equals(RoleName.TARGETS)) {
            return Optional.of(top());
        }
        Optional<DelegatedRole> near = targets().role().delegations().to(name);
        if (near.isPresent()) {
            return near;
        }
        Map<RoleName, DelegatedRole> delegated = delegated();
        return Optional.ofNullable(delegated.get(name))
                .or(() -> below(delegated.values())
                        .flatMap(delegations -> delegations.to(name).stream())
                        .findFirst());
    }

    /** The role that {@code edge} leads to, verified; absent when nothing of it has been published yet. */
    public Optional<Step<Signed<Targets>>> role(DelegatedRole edge) {
        if (edge.name().equals(RoleName.TARGETS)) {
            return Optional.of(Step.done(targets()));
        }
        if (snapshot().role().of(edge.name()).isEmpty()) {
            return Optional.empty();
        }
        Step<Signed<Targets>> known = read.get(edge);
        if (known == null) {
            RoleLayer file = layer(edge.name()).orElseThrow(() -> unlisted(edge.name()));
            known = roles.delegated(edge, RoleSet.content(file, blobs, TufLimits.LISTED_BYTES));
            read.put(edge, known);
        }
        return Optional.of(known);
    }

    /** False when the keys of its delegator do not vouch for what is published of {@code role}. */
    boolean verifies(RoleName role) {
        return role.equals(RoleName.ROOT)
                || role.equals(RoleName.TIMESTAMP)
                || role.equals(RoleName.SNAPSHOT)
                || edge(role)
                        .flatMap(this::role)
                        .filter(step -> step instanceof Step.Refused)
                        .isEmpty();
    }

    /** The file of any role, verified, if it is published. */
    Optional<Signed<? extends Role>> file(RoleName role) {
        return switch (role.value()) {
            case "root" -> Optional.of(root());
            case "timestamp" -> Optional.of(timestamp());
            case "snapshot" -> Optional.of(snapshot());
            default -> edge(role).flatMap(this::role).map(Step::orThrow);
        };
    }
}
