package dev.bulla.publish.roles;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Other keys for a role, where its delegator names them: root for top-level roles, else every role that delegates to it.
 *
 * @param role whose keys change
 * @param add keys to add
 * @param remove ids of keys to remove, in full or by their first characters, at least six of them
 * @param threshold the new threshold; as it was when empty
 */
public record KeyChange(RoleName role, List<PublicKey> add, List<String> remove, OptionalInt threshold) {
    /** Fewer characters than people compare by eye select by accident. */
    private static final int MIN_BRIEF = 6;

    /** Copies the lists; refuses a change of nothing. */
    public KeyChange {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
        if (add.isEmpty() && remove.isEmpty() && threshold.isEmpty()) {
            throw new UsageException("nothing is to be changed", "say which keys come and go, or the threshold");
        }
    }

    /**
     * Makes the change in {@code drafting}. A role whose file the new keys do not vouch for is made anew, to be signed by
     * them; snapshot and timestamp are, whenever something is published.
     *
     * @throws UsageException when a key is not there, or is there already, or nobody delegates to the role
     */
    public void in(RoleDrafting drafting) {
        if (role.isTopLevel()) {
            List<KeyId> ids = ids(drafting.standing().root().role().keysOf(role));
            drafting.root(draft -> edit(draft, ids));
        } else {
            List<RoleName> delegators = Delegators.of(drafting.standing()).to(role);
            if (delegators.isEmpty()) {
                throw new UsageException(
                        "nobody delegates to role " + role, "`bulla role list` shows the roles there are");
            }
            List<KeyId> ids = ids(edge(drafting).keys());
            delegators.forEach(from -> drafting.targets(from, draft -> edit(draft, ids)));
        }
        boolean lists =
                !role.equals(RoleName.ROOT) && !role.equals(RoleName.SNAPSHOT) && !role.equals(RoleName.TIMESTAMP);
        if (lists && (!remove.isEmpty() || threshold.isPresent())) {
            drafting.targets(role, draft -> draft);
        }
    }

    private DelegatedRole edge(RoleDrafting drafting) {
        return drafting.standing().edge(role).orElseThrow(() -> new UsageException("nobody delegates to role " + role));
    }

    /** The ids in full; each has to select exactly one key. */
    private List<KeyId> ids(RoleKeys keys) {
        List<KeyId> ids = new ArrayList<>();
        for (String given : remove) {
            List<KeyId> found = keys.ids().stream()
                    .filter(id -> id.value().equals(given)
                            || (given.length() >= MIN_BRIEF && id.value().startsWith(given)))
                    .toList();
            if (found.size() != 1) {
                throw new UsageException(
                        role + " has " + (found.isEmpty() ? "no key " : "several keys ") + given,
                        "`bulla role list` shows the keys of each role");
            }
            ids.add(found.get(0));
        }
        return ids;
    }

    private RootDraft edit(RootDraft draft, List<KeyId> ids) {
        RootDraft edited = draft;
        for (PublicKey key : add) {
            edited = edited.addKey(role, key);
        }
        for (KeyId id : ids) {
            edited = edited.removeKey(role, id);
        }
        return threshold.isPresent() ? edited.threshold(role, threshold.getAsInt()) : edited;
    }

    private TargetsDraft edit(TargetsDraft draft, List<KeyId> ids) {
        TargetsDraft edited = draft;
        for (PublicKey key : add) {
            edited = edited.addKey(role, key);
        }
        for (KeyId id : ids) {
            edited = edited.removeKey(role, id);
        }
        return threshold.isPresent() ? edited.threshold(role, threshold.getAsInt()) : edited;
    }
}
