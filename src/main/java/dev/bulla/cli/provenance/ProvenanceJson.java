package dev.bulla.cli.provenance;

import dev.bulla.cli.frame.Failure;
import dev.bulla.cli.term.Quantity;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.Provenance;
import dev.bulla.intoto.Provenance.Act;
import dev.bulla.intoto.Provenance.Flow;
import dev.bulla.intoto.Provenance.Passed;
import dev.bulla.intoto.Provenance.Permit;
import dev.bulla.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Provenance as {@code bulla.provenance/1}. A refused chain has a reason and no steps: nothing of it was proven. */
final class ProvenanceJson {
    private ProvenanceJson() {}

    static Json.Obj of(Judged judged) {
        boolean accepted = judged.verdict() instanceof LayoutVerdict.Accepted;
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.provenance/1"))
                .with("verdict", Json.text(accepted ? "accepted" : "rejected"))
                .with("trust", Json.text(judged.trust()))
                .with("at", Json.text(Quantity.absolute(judged.at())))
                .with("atGiven", new Json.Bool(judged.atGiven()));
        if (judged.artifact().isPresent()) {
            document = document.with("artifact", Json.text(judged.artifact().get()));
        }
        return switch (judged.verdict()) {
            case LayoutVerdict.Accepted yes ->
                accepted(document, Provenance.of(yes)).with("open", list(judged.open(), Json::text));
            case LayoutVerdict.Rejected no ->
                document.with(
                        "reason",
                        Failure.toJson(no.reason())
                                .with("message", Json.text(no.reason().message())));
        };
    }

    private static Json.Obj accepted(Json.Obj document, Provenance provenance) {
        return document.with("expires", Json.text(Quantity.absolute(provenance.expires())))
                .with("readme", Json.text(provenance.readme()))
                .with("steps", list(provenance.acts(), ProvenanceJson::act))
                .with("flows", list(provenance.flows(), ProvenanceJson::flow));
    }

    private static Json act(Act act) {
        Json.Obj json = Json.Obj.empty()
                .with("name", Json.text(act.item()))
                .with("kind", Json.text(act.inspection() ? "inspection" : act.sublayout() ? "sublayout" : "step"))
                .with("signers", list(act.signers(), (KeyId signer) -> Json.text(signer.value())))
                .with("command", list(act.command(), Json::text))
                .with("commits", list(act.record().commits(), Json::text));
        if (act.record().started().isPresent()) {
            json = json.with("started", Json.text(act.record().started().get().toString()));
        }
        if (act.record().finished().isPresent()) {
            json = json.with("finished", Json.text(act.record().finished().get().toString()));
        }
        return json.with("materials", list(act.materials(), ProvenanceJson::passed))
                .with("products", list(act.products(), ProvenanceJson::passed));
    }

    private static Json passed(Passed passed) {
        Json.Obj hashes = Json.Obj.empty();
        for (Map.Entry<String, String> hash : new TreeMap<>(passed.hashes()).entrySet()) {
            hashes = hashes.with(hash.getKey(), Json.text(hash.getValue()));
        }
        Json.Obj json =
                Json.Obj.empty().with("artifact", Json.text(passed.artifact())).with("hashes", hashes);
        return passed.permit().isPresent()
                ? json.with("rule", rule(passed.permit().get()))
                : json;
    }

    private static Json rule(Permit permit) {
        Json.Obj json =
                Json.Obj.empty().with("place", Json.text(permit.place())).with("text", Json.text(permit.rule()));
        return permit.from().isPresent()
                ? json.with("from", Json.text(permit.from().get()))
                : json;
    }

    private static Json flow(Flow flow) {
        return Json.Obj.empty()
                .with("from", Json.text(flow.from()))
                .with("to", Json.text(flow.to()))
                .with("artifacts", list(flow.artifacts(), Json::text));
    }

    private static <T> Json.Arr list(Collection<T> items, Function<T, Json> form) {
        List<Json> json = new ArrayList<>();
        items.forEach(item -> json.add(form.apply(item)));
        return new Json.Arr(json);
    }
}
