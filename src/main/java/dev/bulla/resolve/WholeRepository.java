package dev.bulla.resolve;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.TufLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every current role file of a TUF repository, each verified as a client verifies it; for those who edit, export or import
 * a repository. A consumer asks {@link dev.bulla.tuf.Lookup} for one target instead.
 *
 * @param roots the roots from the pinned one on, ascending
 * @param roles the trusted top-level roles
 * @param targets targets and every delegated role that verifies by the first edge that leads to it, in search order
 * @param gaps why a role that is delegated to is not among them: absent, or not signed as the delegator demands
 */
public record WholeRepository(
        List<Signed<Root>> roots, Complete roles, Map<RoleName, Signed<Targets>> targets, List<Gap> gaps) {
    /** As many role files as a head manifest may list. */
    public static final int MAX_ROLES = 10_000;

    /** Nothing expires before it: for those who have to read a repository in order to renew it. */
    public static final Instant WHATEVER_EXPIRED = Instant.EPOCH;

    /** Copies the collections. */
    public WholeRepository {
        roots = List.copyOf(roots);
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        gaps = List.copyOf(gaps);
    }

    /**
     * An edge of the delegation graph that leads to no usable file.
     *
     * @param from who delegates
     * @param to to whom
     * @param reason why not
     */
    public record Gap(RoleName from, RoleName to, Reason reason) {}

    /**
     * Reads all of it.
     *
     * @param pinned the root to begin with
     * @param at the time by which expiry is judged
     * @return refused when a top-level role is, or there are more roles than are read
     * @throws dev.bulla.outcome.BullaException when a file cannot be fetched
     */
    public static Step<WholeRepository> of(RoleSource source, Bytes pinned, Instant at) {
        TufLimits limits = manyRoots();
        Recollection memory = new Recollection(pinned);
        return new Client(source, memory, limits, line -> {})
                .refresh(at)
                .then(lookup -> new Walk(source, lookup.roles(), limits).all(memory.roots()));
    }

    /**
     * Reads a repository of plain files.
     *
     * @param directory the files that a web server would serve
     * @param pinned the root to begin with; {@code 1.root.json} of the directory when there is none
     * @throws NotFoundException when there is no root in it
     */
    public static Step<WholeRepository> inDirectory(Path directory, Optional<Bytes> pinned, Instant at) {
        DirectoryFiles files = new DirectoryFiles(directory);
        TreeSource source = new TreeSource(files, files);
        Bytes root = pinned.or(() -> source.root(1, TufLimits.ROOT_BYTES))
                .orElseThrow(() -> new NotFoundException("there is no 1.root.json in " + directory));
        return of(source, root, at);
    }

    /** A repository keeps all its roots; who reads all of it follows as many as there can be files. */
    private static TufLimits manyRoots() {
        TufLimits usual = TufLimits.defaults();
        return new TufLimits(
                usual.rootBytes(),
                usual.timestampBytes(),
                usual.snapshotBytes(),
                usual.targetsBytes(),
                usual.listedBytes(),
                MAX_ROLES,
                usual.delegations());
    }

    /** The newest root. */
    public Signed<Root> root() {
        return roles.root();
    }

    /** All role files under the names that they have in a plain repository; timestamp, which switches, is last. */
    public Map<RoleFileName, Bytes> files() {
        boolean consistent = root().role().consistentSnapshot();
        Map<RoleFileName, Bytes> files = new LinkedHashMap<>();
        roots.forEach(file ->
                files.put(RoleFileName.versioned(RoleName.ROOT, file.role().version()), file.raw()));
        targets.forEach((role, file) -> files.put(name(role, file, consistent), file.raw()));
        files.put(
                name(RoleName.SNAPSHOT, roles.snapshot(), consistent),
                roles.snapshot().raw());
        files.put(RoleFileName.plain(RoleName.TIMESTAMP), roles.timestamp().raw());
        return files;
    }

    private static RoleFileName name(RoleName role, Signed<? extends Role> file, boolean consistent) {
        return consistent ? RoleFileName.versioned(role, file.role().version()) : RoleFileName.plain(role);
    }

    /** One reading: breadth first over the edges, each verified by its own keys. */
    private static final class Walk {
        private final RoleSource source;
        private final Complete roles;
        private final TufLimits limits;
        private final Map<RoleName, Signed<Targets>> verified = new LinkedHashMap<>();
        private final Map<RoleName, Bytes> fetched = new LinkedHashMap<>();
        private final List<Gap> gaps = new ArrayList<>();

        Walk(RoleSource source, Complete roles, TufLimits limits) {
            this.source = source;
            this.roles = roles;
            this.limits = limits;
        }

        Step<WholeRepository> all(List<Bytes> rootFiles) {
            verified.put(roles.start().name(), roles.targets());
            Deque<RoleName> open = new ArrayDeque<>(List.of(roles.start().name()));
            Set<RoleName> seen = new HashSet<>();
            while (!open.isEmpty()) {
                RoleName from = open.remove();
                if (!seen.add(from)) {
                    continue;
                }
                Delegations delegations = verifiedFile(from).role().delegations();
                if (seen.size() + count(delegations) > MAX_ROLES) {
                    return Step.refused(
                            ReasonCode.LIMIT_EXCEEDED, "the repository has more than " + MAX_ROLES + " roles");
                }
                for (DelegatedRole edge : edges(delegations)) {
                    follow(from, edge, open);
                }
            }
            List<Signed<Root>> roots =
                    rootFiles.stream().map(RoleFormat.ROOT::read).toList();
            return Step.done(new WholeRepository(roots, roles, verified, gaps));
        }

        private Signed<Targets> verifiedFile(RoleName name) {
            Signed<Targets> file = verified.get(name);
            if (file == null) {
                throw new IllegalStateException(name + " is walked before it is verified");
            }
            return file;
        }

        private static long count(Delegations delegations) {
            return delegations instanceof Delegations.Succinct succinct
                    ? succinct.bins().count()
                    : delegations.listed().size();
        }

        private static List<DelegatedRole> edges(Delegations delegations) {
            if (!(delegations instanceof Delegations.Succinct succinct)) {
                return delegations.listed();
            }
            List<DelegatedRole> bins = new ArrayList<>();
            for (long i = 0; i < succinct.bins().count(); i++) {
                bins.add(succinct.bins().bin(i));
            }
            return bins;
        }

        private void follow(RoleName from, DelegatedRole edge, Deque<RoleName> open) {
            Step<Signed<Targets>> step = roles.expected(edge.name())
                    .then(info -> fetch(edge.name(), info))
                    .then(bytes -> roles.delegated(edge, bytes));
            switch (step) {
                case Step.Done<Signed<Targets>> done -> {
                    verified.putIfAbsent(edge.name(), done.value());
                    open.add(edge.name());
                }
                case Step.Refused<Signed<Targets>> refused -> gaps.add(new Gap(from, edge.name(), refused.reason()));
            }
        }

        private Step<Bytes> fetch(RoleName role, FileInfo info) {
            long bound = info.length().orElse(limits.targetsBytes());
            if (bound > limits.listedBytes()) {
                return Step.refused(
                        ReasonCode.LIMIT_EXCEEDED, role + " is listed with " + bound + " bytes, more than are read");
            }
            Bytes known = fetched.get(role);
            if (known == null) {
                boolean consistent = roles.root().role().consistentSnapshot();
                try {
                    known = source.role(role, info, consistent, (int) bound);
                } catch (NotFoundException e) {
                    return Step.refused(ReasonCode.INCOMPLETE, String.valueOf(e.getMessage()));
                }
                fetched.put(role, known);
            }
            return Step.done(known);
        }
    }
}
