package dev.bulla.intoto.write;

import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.intoto.ArtifactKind;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.LayoutStep;
import dev.bulla.intoto.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Layouts to begin with. A template says which steps there are and which rules tie them together; who performs them comes
 * from {@link Parties}.
 */
public final class LayoutTemplate {
    /** The steps of the CNAB template in order. */
    public static final List<String> CNAB_STEPS = List.of("tag", "build", "bundle", "push");

    private LayoutTemplate() {}

    /**
     * Who performs the steps.
     *
     * @param functionaries the keys of each step, by the ids under which they sign; a step that is not named has those of
     *     the empty name
     * @param thresholds how many of them each step needs; one where nothing is said
     */
    public record Parties(Map<String, Map<KeyId, PublicKey>> functionaries, Map<String, Integer> thresholds) {
        /** Copies the maps. */
        public Parties {
            functionaries = Map.copyOf(functionaries);
            thresholds = Map.copyOf(thresholds);
        }

        Map<KeyId, PublicKey> of(String step) {
            return functionaries.getOrDefault(step, functionaries.getOrDefault("", Map.of()));
        }

        int threshold(String step) {
            return thresholds.getOrDefault(step, 1);
        }
    }

    /**
     * From a commit to a bundle in a registry. {@code tag} names the commit and the files in it ({@code bulla attest git});
     * {@code build} uses these files alone and makes images; {@code bundle} makes {@code bundle.json} of these images;
     * {@code push} stores exactly this bundle and names its index.
     *
     * @throws dev.bulla.json.JsonException when the parties do not make a valid layout
     */
    public static InTotoLayout cnab(Parties parties, Instant expires, String readme) {
        RuleList tagged = RuleList.none().match("*", ArtifactKind.PRODUCTS, "tag");
        RuleList bundled = RuleList.none().match("bundle.json", ArtifactKind.PRODUCTS, "bundle");
        List<LayoutStep> steps = List.of(
                step(
                        "tag",
                        RuleList.none().closed(),
                        RuleList.none().require("git:commit").create("*").closed(),
                        parties),
                step(
                        "build",
                        tagged.closed(),
                        tagged.create("pkg:oci/*").create("build/*").closed(),
                        parties),
                step(
                        "bundle",
                        RuleList.none()
                                .match("*", ArtifactKind.PRODUCTS, "build")
                                .match("*", ArtifactKind.PRODUCTS, "tag")
                                .closed(),
                        RuleList.none()
                                .require("bundle.json")
                                .create("bundle.json")
                                .closed(),
                        parties),
                step("push", bundled.closed(), bundled.create("pkg:oci/*").closed(), parties));
        return layout(steps, parties, expires, readme);
    }

    /**
     * Steps in a row: each uses what the one before made and nothing else, and hands on what it used, changed or not, and
     * what it made.
     *
     * @throws dev.bulla.json.JsonException when names or parties do not make a valid layout
     */
    public static InTotoLayout chain(List<String> names, Parties parties, Instant expires, String readme) {
        List<LayoutStep> steps = new ArrayList<>();
        String before = "";
        for (String name : names) {
            RuleList materials =
                    before.isEmpty() ? RuleList.none() : RuleList.none().match("*", ArtifactKind.PRODUCTS, before);
            RuleList products = RuleList.none().match("*", ArtifactKind.MATERIALS, name);
            steps.add(step(
                    name, materials.closed(), products.modify("*").create("*").closed(), parties));
            before = name;
        }
        return layout(steps, parties, expires, readme);
    }

    private static LayoutStep step(String name, List<Rule> materials, List<Rule> products, Parties parties) {
        return new LayoutStep(
                name,
                materials,
                products,
                new ArrayList<>(parties.of(name).keySet()),
                List.of(),
                parties.threshold(name));
    }

    private static InTotoLayout layout(List<LayoutStep> steps, Parties parties, Instant expires, String readme) {
        Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
        steps.forEach(step -> keys.putAll(parties.of(step.name())));
        // reading it back refuses what a verifier would refuse
        return InTotoLayout.read(new InTotoLayout(steps, List.of(), keys, expires, readme).toJson());
    }
}
