package dev.bulla.publish;

import dev.bulla.crypto.PublicKey;
import dev.bulla.json.Json;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.Delegation;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new namespace is to be.
 *
 * @param origin its name, as {@code x-origin} has it
 * @param profile what it begins with
 * @param root the keys of root
 * @param targets the keys of targets
 * @param online the keys of snapshot and timestamp, one of which signs
 * @param releases the keys of {@code targets/releases}, one of which signs
 * @param qa the keys of {@code targets/qa}, one of which signs
 * @param lives how long roles live
 */
public record Founding(
        String origin,
        Profile profile,
        Holders root,
        Holders targets,
        List<PublicKey> online,
        List<PublicKey> releases,
        List<PublicKey> qa,
        RoleLives lives) {
    /**
     * Keys and how many of them must sign.
     *
     * @param keys distinct keys
     * @param threshold from 1 to their number
     */
    public record Holders(List<PublicKey> keys, int threshold) {
        /** Copies the list. */
        public Holders {
            keys = List.copyOf(keys);
        }
    }

    /** Copies the lists; refuses offline keys that are online, and profiles without the keys of their roles. */
    public Founding {
        online = List.copyOf(online);
        releases = List.copyOf(releases);
        qa = List.copyOf(qa);
        refuseShared("root", root.keys(), online);
        refuseShared("root", root.keys(), releases);
        if (!targets.keys().equals(online)) { // the flow of two keys, where one serves everything but root
            refuseShared("targets", targets.keys(), online);
        }
        if (profile.hasReleases() == releases.isEmpty()) {
            throw new UsageException("profile " + profile.word()
                    + (releases.isEmpty()
                            ? " has a role targets/releases, which needs a key"
                            : " has no role targets/releases, so a key for it means nothing"));
        }
        if (profile.hasQa() == qa.isEmpty()) {
            throw new UsageException("profile " + profile.word()
                    + (qa.isEmpty()
                            ? " has a role targets/qa, which needs a key"
                            : " has no role targets/qa, so a key for it means nothing"));
        }
    }

    private static void refuseShared(String role, List<PublicKey> offline, List<PublicKey> online) {
        for (PublicKey key : offline) {
            if (online.stream().anyMatch(other -> other.material().equals(key.material()))) {
                throw new UsageException(
                        "key " + key.computedId().brief() + " of " + role + " would be in daily use as well",
                        "keys of root and targets stay offline: make another one with `bulla key new`");
            }
        }
    }

    /** True when one key signs targets and what is online: who steals it can publish anything until root replaces it. */
    public boolean isTwoKeys() {
        return targets.keys().equals(online);
    }

    /** The files that holders of offline keys sign, unsigned: root and targets, and the roles that targets delegates to. */
    public Map<RoleName, RoleFile> drafts(Instant now) {
        Map<RoleName, RoleFile> drafts = new LinkedHashMap<>();
        drafts.put(RoleName.ROOT, rootDraft(now).unsigned());
        TargetsDraft top = targetsDraft(RoleName.TARGETS, now);
        for (Delegation delegation : profile.delegations(origin, releases, qa)) {
            top = top.delegate(delegation);
        }
        drafts.put(RoleName.TARGETS, top.unsigned());
        if (profile.hasReleases()) {
            drafts.put(Profile.RELEASES, targetsDraft(Profile.RELEASES, now).unsigned());
        }
        return drafts;
    }

    private RootDraft rootDraft(Instant now) {
        RootDraft draft = RootDraft.create(lives.expiry(RoleName.ROOT, Optional.empty(), now))
                .extension(OnlineRoles.ORIGIN, Json.text(origin))
                .extension(RoleLives.SIGNED_AT, OnlineRoles.time(now));
        draft = with(draft, RoleName.ROOT, root);
        draft = with(draft, RoleName.TARGETS, targets);
        draft = with(draft, RoleName.SNAPSHOT, new Holders(online, 1));
        return with(draft, RoleName.TIMESTAMP, new Holders(online, 1));
    }

    private static RootDraft with(RootDraft draft, RoleName role, Holders holders) {
        RootDraft more = draft;
        for (PublicKey key : holders.keys()) {
            more = more.addKey(role, key);
        }
        return more.threshold(role, holders.threshold());
    }

    private TargetsDraft targetsDraft(RoleName role, Instant now) {
        return TargetsDraft.create(lives.expiry(role, Optional.empty(), now))
                .extension(RoleLives.SIGNED_AT, OnlineRoles.time(now));
    }
}
