package dev.bulla.resolve;

import dev.bulla.cnab.PinnedImage;
import dev.bulla.outcome.Reason;
import java.util.Optional;

/**
 * What trusted roles say of one image of a bundle (trust.md section 7, I-TUF and I-ITO).
 *
 * @param image the image
 * @param signedAs the target that has the image's digest; empty when no trusted role lists it
 * @param provenance how it was made, where a layout speaks about that target and is met
 * @param counts true when that layout counts: it is bound, or a rule says that being listed is enough
 * @param refusal why a layout that speaks about it is not met
 */
public record ImageFacts(
        PinnedImage image,
        Optional<String> signedAs,
        Optional<ProvenanceOutcome> provenance,
        boolean counts,
        Optional<Reason> refusal) {
    /** An image that no trusted role lists. */
    public static ImageFacts unlisted(PinnedImage image) {
        return new ImageFacts(image, Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    /** An image that was judged by itself, as an artifact under its own name. */
    public static ImageFacts of(PinnedImage image, Proof proof) {
        SupplyChain.Facts supply = proof.supply();
        return new ImageFacts(
                image,
                Optional.of(proof.target().path().value()),
                Optional.of(supply.provenance()),
                supply.counts(),
                Optional.empty());
    }

    /** The image's own name in one spelling, with its tag; empty for a name that no role can list. */
    public Optional<String> name() {
        return ImageTargets.nameOf(image);
    }

    /** True when a trusted role lists it. */
    public boolean isListed() {
        return signedAs.isPresent();
    }
}
