package dev.bulla.publish;

import dev.bulla.json.Json;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Step;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.DelegatedRole;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a refresh changes (trust.md section 12): files that were handed over are accepted, versions that retention retires
 * go, roles whose keys are at hand are signed again when half of their life is over; then snapshot and timestamp where
 * something changed or half of their own life is over. Nothing else is remembered from one run to the next, so every role
 * is read to see how old it is, hash bins too.
 */
public final class RefreshEdits implements RoleEdits {
    /** Where retired versions are listed (trust.md section 4.2). */
    public static final RoleName ARCHIVE = new RoleName("targets/archive");

    private final Handover handover;
    private final OnlineKeys keys;
    private final RoleLives lives;
    private final List<Retention> retention;
    private final Instant now;
    private final List<String> accepted = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Edits.
     *
     * @param keys the secret keys at hand; of snapshot and timestamp at least
     * @param retention which versions stay signed; none means all
     */
    public RefreshEdits(Handover handover, OnlineKeys keys, RoleLives lives, List<Retention> retention, Instant now) {
        this.handover = handover;
        this.keys = keys;
        this.lives = lives;
        this.retention = List.copyOf(retention);
        this.now = now;
    }

    /** What was accepted or signed again in the last try, a line each, such as {@code targets/releases v3 -> v4}. */
    public List<String> changes() {
        return List.copyOf(accepted);
    }

    /** What should be known about the last try, a line each: files that were refused, keys that are missing. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Optional<Map<RoleName, RoleFile>> upon(Optional<Standing> published) {
        Standing standing = published.orElseThrow(() -> new ConflictException("the head of this namespace is gone"));
        accepted.clear();
        notes.clear();
        Handover.Offered offered = handover.offered(standing, now);
        notes.addAll(offered.refused());
        Map<RoleName, RoleFile> changed = new LinkedHashMap<>(offered.accepted());
        retireAndRenew(standing, changed);
        changed.forEach((role, file) -> accepted.add(role + " v" + version(standing, role) + " -> v" + file.version()));
        boolean due = isDue(standing, RoleName.TIMESTAMP) || renewsSnapshot(standing);
        return changed.isEmpty() && !due ? Optional.empty() : Optional.of(changed);
    }

    private static long version(Standing standing, RoleName role) {
        return role.equals(RoleName.ROOT)
                ? standing.root().role().version()
                : standing.snapshot()
                        .role()
                        .of(role)
                        .map(info -> info.version())
                        .orElse(0L);
    }

    private void retireAndRenew(Standing standing, Map<RoleName, RoleFile> changed) {
        if (changed.containsKey(RoleName.ROOT)) {
            return; // under new keys first; the next run does the rest
        }
        List<DelegatedRole> edges = new ArrayList<>(List.of(standing.top()));
        edges.addAll(standing.delegated().values());
        edges.addAll(standing.eachBin());
        Map<TargetPath, TargetInfo> retired = new LinkedHashMap<>();
        for (DelegatedRole edge : edges) {
            file(standing, changed, edge)
                    .flatMap(file -> edited(edge, file, retired))
                    .ifPresent(
                            draft -> changed.put(edge.name(), keys.sign(draft.unsigned(), edge.name(), edge.keys())));
        }
        archive(standing, changed, retired);
    }

    private static Optional<Signed<Targets>> file(
            Standing standing, Map<RoleName, RoleFile> changed, DelegatedRole edge) {
        RoleFile newer = changed.get(edge.name());
        return newer != null
                ? Optional.of(newer.read(RoleFormat.TARGETS).orThrow())
                : standing.role(edge)
                        .flatMap(step -> step instanceof Step.Done<Signed<Targets>> done
                                ? Optional.of(done.value())
                                : Optional.empty());
    }

    private Optional<TargetsDraft> edited(
            DelegatedRole edge, Signed<Targets> file, Map<TargetPath, TargetInfo> retired) {
        Map<TargetPath, TargetInfo> outdated = new LinkedHashMap<>();
        if (!edge.name().equals(ARCHIVE)) {
            retention.forEach(rule -> outdated.putAll(rule.outdated(file.role(), now)));
        }
        boolean canSign = keys.canSign(edge.keys());
        if (!outdated.isEmpty() && !canSign) {
            notes.add(edge.name() + " would lose " + outdated.size()
                    + " targets to retention, but is signed by a key that was not given: "
                    + String.join(
                            ", ",
                            edge.keys().ids().stream()
                                    .limit(3)
                                    .map(id -> id.brief())
                                    .toList()));
            return Optional.empty();
        }
        boolean due = !RoleLives.due(edge.name(), file.role()).isAfter(now);
        if (!canSign || (outdated.isEmpty() && !due)) {
            return Optional.empty();
        }
        TargetsDraft draft = TargetsDraft.next(file, lives.expiry(edge.name(), Optional.of(file.role()), now))
                .extension(RoleLives.SIGNED_AT, OnlineRoles.time(now));
        for (Map.Entry<TargetPath, TargetInfo> entry : outdated.entrySet()) {
            draft = draft.removeTarget(entry.getKey());
        }
        retired.putAll(outdated);
        return Optional.of(draft);
    }

    /** Retired versions under the role of the archive, where a rule says so; never lost half-way. */
    private void archive(Standing standing, Map<RoleName, RoleFile> changed, Map<TargetPath, TargetInfo> retired) {
        if (retired.isEmpty() || retention.stream().noneMatch(Retention::archive)) {
            return;
        }
        DelegatedRole edge = standing.edge(ARCHIVE)
                .orElseThrow(() -> new UsageException(
                        "there is no role " + ARCHIVE + " to archive into",
                        "make it with `bulla role add`, or let retention drop what it retires"));
        Optional<Signed<Targets>> file = file(standing, changed, edge);
        Expiry expiry = lives.expiry(ARCHIVE, file.map(Signed::role), now);
        TargetsDraft draft = file.isPresent() ? TargetsDraft.next(file.get(), expiry) : TargetsDraft.create(expiry);
        Map<TargetPath, TargetInfo> marked = new LinkedHashMap<>();
        retired.forEach((path, info) -> marked.put(
                path,
                TargetInfo.of(
                        info.length(),
                        info.hashes(),
                        Optional.of(NewTarget.custom(info).with("archived", new Json.Bool(true))))));
        RoleFile signed = keys.sign(
                draft.targets(marked)
                        .extension(RoleLives.SIGNED_AT, OnlineRoles.time(now))
                        .unsigned(),
                ARCHIVE,
                edge.keys());
        changed.put(ARCHIVE, signed);
    }

    private boolean isDue(Standing standing, RoleName role) {
        return standing.file(role)
                .filter(file -> !RoleLives.due(role, file.role()).isAfter(now) || RoleLives.isAhead(file.role(), now))
                .isPresent();
    }

    @Override
    public boolean renewsSnapshot(Standing standing) {
        return isDue(standing, RoleName.SNAPSHOT);
    }

    /** Whoever wrote instead has refreshed, too, unless something is left to do. */
    @Override
    public boolean isIn(Standing standing) {
        return !isDue(standing, RoleName.TIMESTAMP)
                && !renewsSnapshot(standing)
                && handover.offered(standing, now).accepted().isEmpty();
    }
}
