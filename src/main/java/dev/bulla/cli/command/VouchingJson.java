package dev.bulla.cli.command;

import dev.bulla.Verdict;
import dev.bulla.cli.term.Quantity;
import dev.bulla.json.Json;
import java.util.Locale;

/** Members of the JSON verdict about the roles that vouch: freshness, protections, drift, supply chain. */
final class VouchingJson {
    private VouchingJson() {}

    static Json.Obj with(Json.Obj document, Verdict.Vouching vouching) {
        Verdict.Freshness freshness = vouching.freshness();
        Json.Obj filled = document.with(
                        "freshness",
                        Json.Obj.empty()
                                .with("class", Json.text(freshness.grade().name()))
                                .with("seen", Json.text(Quantity.absolute(freshness.seen())))
                                .with("until", Json.text(Quantity.absolute(freshness.until()))))
                .with(
                        "protections",
                        Documents.texts(vouching.protections().stream()
                                .map(protection -> protection.name().toLowerCase(Locale.ROOT))
                                .toList()));
        if (vouching.drift().isPresent()) {
            filled = filled.with("drift", Json.text(vouching.drift().get().toString()));
        }
        return vouching.provenance().isPresent()
                ? filled.with("provenance", provenance(vouching.provenance().get()))
                : filled;
    }

    private static Json.Obj provenance(Verdict.Provenance provenance) {
        return Json.Obj.empty()
                .with("layout", Json.text(provenance.layout()))
                .with("bound", new Json.Bool(provenance.bound()))
                .with("steps", Json.whole(provenance.steps()));
    }
}
