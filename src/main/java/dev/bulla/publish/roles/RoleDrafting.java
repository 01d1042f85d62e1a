package dev.bulla.publish.roles;

import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Source;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.OnlineRoles;
import dev.bulla.publish.RoleLives;
import dev.bulla.publish.Standing;
import dev.bulla.publish.ceremony.NamedFile;
import dev.bulla.publish.ceremony.StagedFile;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.Targets;
import dev.bulla.tuf.TufLimits;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Drafts of the next versions of roles, upon what is published. A role that is edited twice is one version up; snapshot and
 * timestamp are no matter of drafts, they follow when the files are published.
 */
public final class RoleDrafting {
    private final Standing standing;
    private final Source blobs;
    private final RoleLives lives;
    private final Instant now;
    private Optional<RootDraft> root = Optional.empty();
    private final Map<RoleName, TargetsDraft> targets = new LinkedHashMap<>();

    /**
     * Drafts upon {@code standing}.
     *
     * @param blobs the TUF repository
     * @param lives how long the new versions live
     * @param now the time of signing
     */
    public RoleDrafting(Standing standing, Source blobs, RoleLives lives, Instant now) {
        this.standing = standing;
        this.blobs = blobs;
        this.lives = lives;
        this.now = now;
    }

    /** What is published. */
    public Standing standing() {
        return standing;
    }

    /** Edits root. */
    public void root(UnaryOperator<RootDraft> edit) {
        RootDraft draft = root.orElseGet(() -> RootDraft.next(
                        standing.root(),
                        lives.expiry(RoleName.ROOT, Optional.of(standing.root().role()), now))
                .extension(RoleLives.SIGNED_AT, OnlineRoles.time(now)));
        root = Optional.of(edit.apply(draft));
    }

    /**
     * Edits targets or a delegated role, and signs it anew even if nothing else changes.
     *
     * @throws UsageException when it is not published
     */
    public void targets(RoleName role, UnaryOperator<TargetsDraft> edit) {
        TargetsDraft draft = targets.get(role);
        if (draft == null) {
            Signed<Targets> current = published(role)
                    .orElseThrow(() -> new UsageException(
                            "nothing is published of role " + role, "`bulla role list` shows the roles there are"));
            draft = signedNow(TargetsDraft.next(current, expiry(role, Optional.of(current))));
        }
        targets.put(role, edit.apply(draft));
    }

    /** Makes the first version of a role, or the next one of what was published under its name before. */
    public void found(RoleName role) {
        Optional<Signed<Targets>> before = published(role);
        targets.put(
                role,
                signedNow(
                        before.isPresent()
                                ? TargetsDraft.next(before.get(), expiry(role, before))
                                : TargetsDraft.create(expiry(role, before))));
    }

    /** Makes the first version of a role from a draft of it. */
    public void found(RoleName role, TargetsDraft draft) {
        if (published(role).isPresent()) {
            throw new UsageException("a role called " + role + " was published before", "choose another name");
        }
        targets.put(role, signedNow(draft));
    }

    private TargetsDraft signedNow(TargetsDraft draft) {
        return draft.extension(RoleLives.SIGNED_AT, OnlineRoles.time(now));
    }

    /** When the next version of a role expires. */
    public Expiry expiry(RoleName role) {
        return expiry(role, published(role));
    }

    private Expiry expiry(RoleName role, Optional<Signed<Targets>> before) {
        return lives.expiry(role, before.map(Signed::role), now);
    }

    /** The file of a role as it lies in the head, whether or not its delegator vouches for it still. */
    public Optional<Signed<Targets>> published(RoleName role) {
        if (standing.snapshot().role().of(role).isEmpty()) {
            return Optional.empty();
        }
        return standing.layer(role).map(this::content).map(RoleFormat.TARGETS::read);
    }

    private Bytes content(RoleLayer layer) {
        return layer.content().orElseGet(() -> blobs.blobBytes(layer.blob(), TufLimits.LISTED_BYTES));
    }

    /**
     * Everything edited so far, unsigned, with the current files that those who sign need to see.
     *
     * @throws UsageException when nothing was edited, or a role could never be signed
     */
    public StagedFile staged(String namespace) {
        List<NamedFile> staged = new ArrayList<>();
        root.ifPresent(draft ->
                staged.add(new NamedFile(RoleName.ROOT, draft.unsigned().bytes())));
        targets.forEach(
                (role, draft) -> staged.add(new NamedFile(role, draft.unsigned().bytes())));
        if (staged.isEmpty()) {
            throw new UsageException("nothing is to be changed");
        }
        return new StagedFile(namespace, current(), staged);
    }

    /** A root that no earlier one vouches for, alone: it begins a new chain. */
    public StagedFile stagedAnew(String namespace) {
        RootDraft draft = root.orElseThrow(() -> new UsageException("nothing is to be changed"));
        return new StagedFile(
                namespace,
                List.of(),
                List.of(new NamedFile(RoleName.ROOT, draft.unsigned().bytes())));
    }

    /** Root, the edited roles as they are, and whoever delegates to them, as far as they verify. */
    private List<NamedFile> current() {
        Set<RoleName> wanted = new LinkedHashSet<>();
        Delegators delegators = Delegators.of(standing);
        for (RoleName role : targets.keySet()) {
            wanted.addAll(delegators.above(role));
            wanted.add(role);
        }
        List<NamedFile> current = new ArrayList<>();
        current.add(new NamedFile(RoleName.ROOT, standing.root().raw()));
        for (RoleName role : wanted) {
            delegators.verified(role).ifPresent(file -> current.add(new NamedFile(role, file.raw())));
        }
        return current;
    }
}
