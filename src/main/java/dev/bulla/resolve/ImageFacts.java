package dev.bulla.resolve;

import dev.bulla.outcome.Reason;
import java.util.Optional;

/**
 * What trusted roles say of one image of a bundle (trust.md section 7, I-TUF and I-ITO).
 *
 * @param label the image in words
 * @param signedAs the target that has the image's digest; empty when no trusted role lists it
 * @param provenance how it was made, where a layout speaks about that target and is met
 * @param refusal why a layout that speaks about it is not met
 */
public record ImageFacts(
        String label, Optional<String> signedAs, Optional<ProvenanceOutcome> provenance, Optional<Reason> refusal) {
    /** An image that no trusted role lists. */
    static ImageFacts unlisted(String label) {
        return new ImageFacts(label, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** True when a trusted role lists it. */
    public boolean isListed() {
        return signedAs.isPresent();
    }

    /**
     * True when its supply chain was verified by a layout that counts.
     *
     * @param listedLayouts true where a layout counts that its own entry names
     */
    public boolean isProven(boolean listedLayouts) {
        return provenance.filter(outcome -> outcome.counts(listedLayouts)).isPresent();
    }
}
