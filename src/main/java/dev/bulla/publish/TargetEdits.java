package dev.bulla.publish;

import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.KeyException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.Delegations;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds targets to the roles whose keys are at hand: of the roles that are trusted for a name, in the order of a consumer's
 * search, the first that one of the keys signs, else top-level targets. What others handed over meanwhile is built upon, so
 * that two holders of one key lose nothing of each other.
 */
public final class TargetEdits implements RoleEdits {
    /** Delegations that lead to one name: as many as a consumer looks into (TUF 5.6.7.1). */
    private static final int MAX_DEPTH = 32;

    private final List<NewTarget> targets;
    private final OnlineKeys keys;
    private final RoleLives lives;
    private final Instant now;
    private final Handover handover;
    /** What was listed of each name when the edits were first made: what the holder of the key was shown. */
    private final Map<TargetPath, Optional<TargetInfo>> shown = new HashMap<>();

    private final Set<RoleName> planned = new HashSet<>();

    /**
     * Edits.
     *
     * @param keys the secret keys at hand
     * @param handover where files wait that are not published yet
     */
    public TargetEdits(List<NewTarget> targets, OnlineKeys keys, RoleLives lives, Handover handover, Instant now) {
        this.targets = List.copyOf(targets);
        this.keys = keys;
        this.lives = lives;
        this.handover = handover;
        this.now = now;
    }

    /**
     * What happens to one role.
     *
     * @param role the role
     * @param from its version now, 0 for none
     * @param to its version afterwards
     * @param targets what it will list
     */
    public record Raised(RoleName role, long from, long to, List<NewTarget> targets) {
        /** Copies the list. */
        public Raised {
            targets = List.copyOf(targets);
        }
    }

    /**
     * What would happen upon {@code standing}; nothing is signed.
     *
     * @throws KeyException when no key at hand signs a role that is trusted for one of the names
     */
    public List<Raised> plan(Standing standing) {
        List<Raised> raised = new ArrayList<>();
        Base base = new Base(standing);
        base.grouped().forEach((edge, added) -> {
            long from = base.file(edge).map(file -> file.role().version()).orElse(0L);
            added.forEach(target -> shown.putIfAbsent(target.path(), base.listed(edge, target.path())));
            boolean changes = added.stream()
                    .anyMatch(target -> base.listed(edge, target.path())
                            .filter(target::isSame)
                            .isEmpty());
            planned.add(edge.name());
            raised.add(new Raised(edge.name(), from, changes ? from + 1 : from, added));
        });
        return raised;
    }

    @Override
    public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> standing) {
        Base base = new Base(standing.orElseThrow(() -> new ConflictException("the head of this namespace is gone")));
        Map<RoleName, RoleFile> changed = new LinkedHashMap<>(base.waiting);
        base.grouped()
                .forEach((edge, added) -> edited(base, edge, added)
                        .ifPresent(draft ->
                                changed.put(edge.name(), keys.sign(draft.unsigned(), edge.name(), edge.keys()))));
        return changed.isEmpty() ? Optional.empty() : Optional.of(changed);
    }

    private Optional<TargetsDraft> edited(Base base, DelegatedRole edge, List<NewTarget> added) {
        Map<TargetPath, TargetInfo> entries = new LinkedHashMap<>();
        for (NewTarget target : added) {
            Optional<TargetInfo> listed = base.listed(edge, target.path());
            Optional<TargetInfo> before = shown.computeIfAbsent(target.path(), path -> listed);
            if (listed.filter(target::isSame).isEmpty()) {
                demandUnchanged(target, before, listed);
                entries.put(target.path(), target.entry(listed, now));
            }
        }
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Optional<Signed<Targets>> file = base.file(edge);
        Expiry expiry = lives.expiry(edge.name(), file.map(Signed::role), now);
        TargetsDraft draft = file.isPresent() ? TargetsDraft.next(file.get(), expiry) : TargetsDraft.create(expiry);
        return Optional.of(draft.targets(entries).extension(RoleLives.SIGNED_AT, OnlineRoles.time(now)));
    }

    /** Trust.md section 11.6: the same name with other content by another writer is for a human to decide. */
    private static void demandUnchanged(NewTarget target, Optional<TargetInfo> before, Optional<TargetInfo> listed) {
        boolean same = listed.isEmpty()
                ? before.isEmpty()
                : before.isPresent() && before.get().agreesWith(listed.get());
        if (!same) {
            throw new ConflictException(
                    target.path() + " was published with other content meanwhile",
                    "nothing was overwritten; sign again if the content that was shown is meant");
        }
    }

    @Override
    public boolean isIn(Standing standing) {
        Base base = new Base(standing, Map.of());
        return base.grouped().entrySet().stream()
                .allMatch(group -> group.getValue().stream()
                        .allMatch(target -> base.listed(group.getKey(), target.path())
                                .filter(target::isSame)
                                .isPresent()));
    }

    /** Then nothing that waits is in the way: no bin is handed over, and what waits elsewhere is for the next refresh. */
    private boolean concernsBinsAlone(Standing standing) {
        try {
            return new Base(standing, Map.of())
                    .grouped().keySet().stream().allMatch(edge -> standing.isBin(edge.name()));
        } catch (KeyException notYet) {
            return false; // a key that is at hand may be trusted by what waits
        }
    }

    /** What the edits are made upon: what is published, and what waits to be. */
    private final class Base {
        private final Standing standing;
        private final Map<RoleName, RoleFile> waiting;

        Base(Standing standing) {
            this(standing, concernsBinsAlone(standing) ? Map.of() : handover.waiting(standing, now, planned));
        }

        Base(Standing standing, Map<RoleName, RoleFile> waiting) {
            this.standing = standing;
            this.waiting = waiting;
        }

        Optional<Signed<Targets>> file(DelegatedRole edge) {
            RoleFile newer = waiting.get(edge.name());
            return newer != null
                    ? Optional.of(newer.read(RoleFormat.TARGETS).orThrow())
                    : standing.role(edge).map(Step::orThrow);
        }

        Optional<TargetInfo> listed(DelegatedRole edge, TargetPath path) {
            return file(edge).flatMap(file -> file.role().target(path));
        }

        Map<DelegatedRole, List<NewTarget>> grouped() {
            Map<DelegatedRole, List<NewTarget>> grouped = new LinkedHashMap<>();
            for (NewTarget target : targets) {
                grouped.computeIfAbsent(edgeFor(target.path()), edge -> new ArrayList<>())
                        .add(target);
            }
            return grouped;
        }

        private DelegatedRole edgeFor(TargetPath path) {
            DelegatedRole top = top();
            return below(file(top).orElseThrow().role().delegations(), path, new HashSet<>())
                    .or(() -> keys.canSign(top.keys()) ? Optional.of(top) : Optional.empty())
                    .orElseThrow(() -> unsignable(path, top));
        }

        /** Keys of targets as the newest root names them, which may wait as well. */
        private DelegatedRole top() {
            RoleFile root = waiting.get(RoleName.ROOT);
            return root == null
                    ? standing.top()
                    : DelegatedRole.start(
                            RoleName.TARGETS,
                            root.read(RoleFormat.ROOT).orThrow().role().keysOf(RoleName.TARGETS));
        }

        private Optional<DelegatedRole> below(Delegations delegations, TargetPath path, Set<RoleName> seen) {
            for (DelegatedRole edge : delegations.covering(path)) {
                if (seen.size() < MAX_DEPTH && seen.add(edge.name())) {
                    if (keys.canSign(edge.keys())) {
                        return Optional.of(bin(edge, path).orElse(edge));
                    }
                    Optional<DelegatedRole> deeper =
                            file(edge).flatMap(file -> below(file.role().delegations(), path, seen));
                    if (deeper.isPresent()) {
                        return deeper;
                    }
                }
            }
            return Optional.empty();
        }

        /** The bin for a name, of a role whose targets lie in bins. */
        private Optional<DelegatedRole> bin(DelegatedRole edge, TargetPath path) {
            return file(edge)
                    .filter(file -> file.role().delegations() instanceof Delegations.Succinct)
                    .flatMap(file ->
                            file.role().delegations().covering(path).stream().findFirst())
                    .filter(bin -> keys.canSign(bin.keys()));
        }

        private KeyException unsignable(TargetPath path, DelegatedRole top) {
            List<String> hints = new ArrayList<>();
            file(top)
                    .ifPresent(file -> file.role()
                            .delegations()
                            .covering(path)
                            .forEach(edge ->
                                    hints.add(edge.name() + " is trusted for it, with keys " + shownKeys(edge))));
            hints.add("top-level targets is signed by " + top.keys().threshold() + " of " + shownKeys(top));
            return new KeyException(
                    "no key that was given signs a role that is trusted for " + path, hints.toArray(String[]::new));
        }
    }

    private static String shownKeys(DelegatedRole edge) {
        return String.join(
                ", ", edge.keys().ids().stream().limit(5).map(id -> id.brief()).toList());
    }
}
