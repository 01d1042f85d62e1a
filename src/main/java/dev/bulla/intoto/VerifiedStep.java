package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import java.util.List;

/**
 * A step whose evidence was accepted: only verified signers are named (intoto.md section 2 step 15).
 *
 * @param item the step with the way through sublayouts before it
 * @param signers the keys whose documents were kept, in the order of the layout
 * @param link what was done; the summary of the sublayout where one stands in
 * @param sublayout true when the evidence was a layout
 */
public record VerifiedStep(String item, List<KeyId> signers, Link link, boolean sublayout) {
    /** Copies {@code signers}. */
    public VerifiedStep {
        signers = List.copyOf(signers);
    }
}
