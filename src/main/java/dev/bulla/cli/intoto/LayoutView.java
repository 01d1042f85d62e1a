package dev.bulla.cli.intoto;

import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.ArtifactKind;
import dev.bulla.intoto.InTotoLayout;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.LayoutStep;
import dev.bulla.intoto.Rule;
import dev.bulla.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A layout as people and programs see it. */
final class LayoutView {
    private LayoutView() {}

    /**
     * A signature beside a layout.
     *
     * @param keyId what it names
     * @param verified true when it was checked under a key that the caller gave
     */
    record Signature(KeyId keyId, boolean verified) {}

    /** Everything that the layout demands, a fact a line; {@code shown} cuts key ids for terminals. */
    static List<String> lines(InTotoLayout layout, Instant now, Function<String, String> shown) {
        List<String> lines = new ArrayList<>();
        lines.add("layout  " + (layout.expires().isAfter(now) ? "expires " : "EXPIRED ") + layout.expires());
        if (!layout.readme().isEmpty()) {
            lines.add("  readme  " + layout.readme());
        }
        for (LayoutStep step : layout.steps()) {
            lines.add("step " + step.name());
            String who = String.join(
                    ", ",
                    step.keyIds().stream().map(id -> shown.apply(id.value())).toList());
            lines.add("  by  " + step.threshold() + " of " + who);
            if (!step.expectedCommand().isEmpty()) {
                lines.add("  command  " + String.join(" ", step.expectedCommand()));
            }
            rules(lines, step::rules);
        }
        for (Inspection inspection : layout.inspections()) {
            lines.add("inspection " + inspection.name());
            lines.add("  runs  " + String.join(" ", inspection.run()));
            rules(lines, inspection::rules);
        }
        return lines;
    }

    private static void rules(List<String> lines, Function<ArtifactKind, List<Rule>> rules) {
        for (ArtifactKind kind : ArtifactKind.values()) {
            if (rules.apply(kind).isEmpty()) {
                lines.add("  " + kind.word() + "  no rule: everything is allowed");
            }
            rules.apply(kind).forEach(rule -> lines.add("  " + kind.word() + "  " + rule.text()));
        }
    }

    /** {@code bulla.in-toto-layout/1}. */
    static Json.Obj document(InTotoLayout layout, List<Signature> signatures) {
        List<Json> signed = new ArrayList<>();
        for (Signature each : signatures) {
            signed.add(Json.Obj.empty()
                    .with("keyid", Json.text(each.keyId().value()))
                    .with("verified", new Json.Bool(each.verified())));
        }
        return Json.Obj.empty()
                .with("schema", Json.text("bulla.in-toto-layout/1"))
                .with("layout", layout.toJson())
                .with("signatures", new Json.Arr(signed));
    }
}
