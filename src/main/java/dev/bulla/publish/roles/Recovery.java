package dev.bulla.publish.roles;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.outcome.UsageException;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.edit.RootDraft;
import java.util.List;

/**
 * A root that begins a new chain, for when a threshold of the old root's keys is lost or stolen: it is signed by none of
 * them, so that every consumer refuses it until told otherwise out of band (trust.md section 14). The keys of the other
 * roles stay; they are rotated afterwards like always.
 *
 * @param keys the new keys of root
 * @param threshold how many of them must sign
 */
public record Recovery(List<PublicKey> keys, int threshold) {
    /** Copies the list; refuses thresholds that nobody or everybody could meet. */
    public Recovery {
        keys = List.copyOf(keys);
        if (threshold < 1 || threshold > keys.size()) {
            throw new UsageException("a threshold of " + threshold + " does not fit " + keys.size() + " keys");
        }
    }

    /** Makes the new root in {@code drafting}, one version up, so that no file of the old chain is overwritten. */
    public void in(RoleDrafting drafting) {
        List<KeyId> old =
                drafting.standing().root().role().keysOf(RoleName.ROOT).ids();
        drafting.root(draft -> {
            RootDraft edited = draft;
            for (KeyId id : old) {
                edited = edited.removeKey(RoleName.ROOT, id);
            }
            for (PublicKey key : keys) {
                edited = edited.addKey(RoleName.ROOT, key);
            }
            return edited.threshold(RoleName.ROOT, threshold);
        });
    }
}
