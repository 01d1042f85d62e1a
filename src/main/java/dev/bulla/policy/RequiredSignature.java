package dev.bulla.policy;

import dev.bulla.crypto.PublicKey;
import java.util.List;

/**
 * Detached signatures over the artifact, or over its tag record, that must be there beside what the TUF repositories say
 * (trust.md section 9). A copier's countersignature is demanded in this way.
 */
public sealed interface RequiredSignature {
    /** How many distinct keys must have signed. */
    int threshold();

    /**
     * By keys of a role: the verified roles must delegate the target's path to it.
     *
     * @param role the role's name
     */
    record ByRole(String role, int threshold) implements RequiredSignature {}

    /** By keys that the policy names. */
    record ByKeys(List<PublicKey> keys, int threshold) implements RequiredSignature {
        /** Copies the list. */
        public ByKeys {
            keys = List.copyOf(keys);
        }
    }
}
