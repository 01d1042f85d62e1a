package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a document stands in a chain: below which sublayouts, for which step, of which functionary. The key id is the
 * full one; forms of storage that shorten it do so themselves.
 *
 * @param parents the sublayouts above, outermost first, each by its step and the key that signed it
 * @param step the step
 * @param keyId the functionary
 */
public record EvidenceAddress(List<Parent> parents, String step, KeyId keyId) {
    /** A sublayout on the way down. */
    public record Parent(String step, KeyId keyId) {
        @Override
        public String toString() {
            return step + "." + keyId.value();
        }
    }

    /** Copies {@code parents}. */
    public EvidenceAddress {
        parents = List.copyOf(parents);
    }

    /** The parents of what stands below the sublayout at this address. */
    List<Parent> below() {
        List<Parent> longer = new ArrayList<>(parents);
        longer.add(new Parent(step, keyId));
        return longer;
    }
}
