package dev.bulla.cli.intoto;

import dev.bulla.cli.frame.Failure;
import dev.bulla.crypto.KeyId;
import dev.bulla.intoto.Finding;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.RuleTrace;
import dev.bulla.intoto.VerifiedStep;
import dev.bulla.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A layout's verdict as {@code bulla.in-toto-verify/1}. */
public final class LayoutVerdictJson {
    private LayoutVerdictJson() {}

    /** The document; {@code atGiven} says whether the time came from the caller. */
    public static Json.Obj of(LayoutVerdict verdict, Instant at, boolean atGiven) {
        boolean accepted = verdict instanceof LayoutVerdict.Accepted;
        Json.Obj document = Json.Obj.empty()
                .with("schema", Json.text("bulla.in-toto-verify/1"))
                .with("verdict", Json.text(accepted ? "accepted" : "rejected"))
                .with("at", Json.text(at.toString()))
                .with("atGiven", new Json.Bool(atGiven));
        document = switch (verdict) {
            case LayoutVerdict.Accepted yes ->
                document.with("steps", list(yes.steps(), LayoutVerdictJson::step))
                        .with("products", yes.summary().products().toJson());
            case LayoutVerdict.Rejected no ->
                document.with(
                        "reason",
                        Failure.toJson(no.reason())
                                .with("message", Json.text(no.reason().message())));
        };
        return document.with("findings", list(verdict.findings(), LayoutVerdictJson::finding))
                .with("rules", list(verdict.traces(), LayoutVerdictJson::trace));
    }

    private static Json step(VerifiedStep step) {
        return Json.Obj.empty()
                .with("step", Json.text(step.item()))
                .with("signers", texts(step.signers().stream().map(KeyId::value).toList()))
                .with("sublayout", new Json.Bool(step.sublayout()))
                .with("command", texts(step.link().command()));
    }

    private static Json finding(Finding finding) {
        Json.Obj json =
                Json.Obj.empty().with("result", Json.text(finding.result().word()));
        if (!finding.item().isEmpty()) {
            json = json.with("item", Json.text(finding.item()));
        }
        if (finding.rule().isPresent()) {
            json = json.with("rule", Json.text(finding.rule().get()));
        }
        if (finding.artifact().isPresent()) {
            json = json.with("artifact", Json.text(finding.artifact().get()));
        }
        if (finding.keyId().isPresent()) {
            json = json.with("keyid", Json.text(finding.keyId().get().value()));
        }
        return json.with("message", Json.text(finding.message()));
    }

    private static Json trace(RuleTrace trace) {
        return Json.Obj.empty()
                .with("item", Json.text(trace.item()))
                .with("list", Json.text(trace.kind().rulesWord()))
                .with("queue", texts(trace.queue()))
                .with("applied", list(trace.applied(), LayoutVerdictJson::applied));
    }

    private static Json applied(RuleTrace.Applied applied) {
        Json.Obj json = Json.Obj.empty()
                .with("index", Json.whole(applied.index()))
                .with("rule", texts(applied.rule().words()))
                .with("consumed", texts(applied.consumed()));
        return applied.failed() ? json.with("refused", texts(applied.offenders())) : json;
    }

    private interface Member<T> {
        Json of(T item);
    }

    private static <T> Json.Arr list(Collection<T> items, Member<T> member) {
        List<Json> json = new ArrayList<>();
        items.forEach(item -> json.add(member.of(item)));
        return new Json.Arr(json);
    }

    private static Json.Arr texts(Collection<String> texts) {
        return list(texts, Json::text);
    }
}
