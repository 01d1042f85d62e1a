package dev.bulla.cli.command;

import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.outcome.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Members that several JSON answers have in common. */
final class Documents {

    private Documents() {}

    /** {@code mediaType}, {@code digest}, {@code size}. */
    static Json.Obj descriptor(Descriptor descriptor) {
        return descriptor.plain().toJson();
    }

    /** {@code name}, {@code result}, {@code detail}. */
    static Json.Obj check(Check check) {
        return Json.Obj.empty()
                .with("name", Json.text(check.name()))
                .with("result", Json.text(check.result().name().toLowerCase(Locale.ROOT)))
                .with("detail", Json.text(check.detail()));
    }

    static Json.Arr checks(List<Check> checks) {
        List<Json> items = new ArrayList<>();
        checks.forEach(check -> items.add(check(check)));
        return new Json.Arr(items);
    }

    static Json.Arr texts(List<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(Json.text(text)));
        return new Json.Arr(items);
    }
}
