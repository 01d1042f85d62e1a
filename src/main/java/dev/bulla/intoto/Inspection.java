package dev.bulla.intoto;

import java.util.List;

/**
 * An inspection of a layout: something to run on the product when it is verified (in-toto specification 4.3.2).
 *
 * @param name unique in the layout
 * @param materialRules applied to what was there before
 * @param productRules applied to what was there after
 * @param run the command; the first word decides what it is
 */
public record Inspection(String name, List<Rule> materialRules, List<Rule> productRules, List<String> run) {
    /** Copies the lists. */
    public Inspection {
        materialRules = List.copyOf(materialRules);
        productRules = List.copyOf(productRules);
        run = List.copyOf(run);
    }

    /** The rules for artifacts of one kind. */
    public List<Rule> rules(ArtifactKind kind) {
        return kind == ArtifactKind.MATERIALS ? materialRules : productRules;
    }
}
