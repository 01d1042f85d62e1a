package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import java.util.List;

/**
 * A step of a layout (in-toto specification 4.3.1).
 *
 * @param name unique in the layout
 * @param materialRules applied to the materials of its links
 * @param productRules applied to the products of its links
 * @param keyIds who may perform it, in order, without repetition
 * @param expectedCommand compared with the recorded one, for a note only
 * @param threshold how many distinct keys must have performed it
 */
public record LayoutStep(
        String name,
        List<Rule> materialRules,
        List<Rule> productRules,
        List<KeyId> keyIds,
        List<String> expectedCommand,
        int threshold) {
    /** Copies the lists. */
    public LayoutStep {
        materialRules = List.copyOf(materialRules);
        productRules = List.copyOf(productRules);
        keyIds = List.copyOf(keyIds);
        expectedCommand = List.copyOf(expectedCommand);
    }

    /** Why no step may have this name, as the end of a sentence; empty for a good one (intoto.md D27). */
    public static String problemOf(String name) {
        return ItemName.problem(name);
    }

    /** The rules for artifacts of one kind. */
    public List<Rule> rules(ArtifactKind kind) {
        return kind == ArtifactKind.MATERIALS ? materialRules : productRules;
    }
}
