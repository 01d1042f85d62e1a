package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import dev.bulla.json.Json;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes layouts as the specification has them (in-toto specification 4.3). */
final class LayoutJson {
    private LayoutJson() {}

    static Json.Obj of(InTotoLayout layout) {
        Map<String, Json> keys = new LinkedHashMap<>();
        layout.keys().forEach((id, key) -> keys.put(id.value(), key.toJson().with("keyid", Json.text(id.value()))));
        return Json.Obj.empty()
                .with("_type", Json.text("layout"))
                .with("expires", Json.text(form().format(layout.expires())))
                .with(
                        "inspect",
                        list(layout.inspections().stream()
                                .map(LayoutJson::inspection)
                                .toList()))
                .with("keys", new Json.Obj(keys))
                .with("readme", Json.text(layout.readme()))
                .with(
                        "steps",
                        list(layout.steps().stream().map(LayoutJson::step).toList()));
    }

    /** Whole seconds with a {@code Z} (intoto.md D25); what is below a second is cut off. */
    private static DateTimeFormatter form() {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    private static Json step(LayoutStep step) {
        return Json.Obj.empty()
                .with("_type", Json.text("step"))
                .with("expected_command", Words.toJson(step.expectedCommand()))
                .with("expected_materials", rules(step.materialRules()))
                .with("expected_products", rules(step.productRules()))
                .with("name", Json.text(step.name()))
                .with(
                        "pubkeys",
                        Words.toJson(step.keyIds().stream().map(KeyId::value).toList()))
                .with("threshold", Json.whole(step.threshold()));
    }

    private static Json inspection(Inspection inspection) {
        return Json.Obj.empty()
                .with("_type", Json.text("inspection"))
                .with("expected_materials", rules(inspection.materialRules()))
                .with("expected_products", rules(inspection.productRules()))
                .with("name", Json.text(inspection.name()))
                .with("run", Words.toJson(inspection.run()));
    }

    private static Json.Arr rules(List<Rule> rules) {
        return list(
                rules.stream().map(rule -> (Json) Words.toJson(rule.words())).toList());
    }

    private static Json.Arr list(List<Json> items) {
        return new Json.Arr(items);
    }
}
