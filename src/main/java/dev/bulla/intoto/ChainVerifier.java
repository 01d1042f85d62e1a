package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.Quoted;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifies one layout, top or sublayout; the numbers are the steps of intoto.md section 2. */
final class ChainVerifier {
    private final Run run;
    private final Scope scope;

    ChainVerifier(Run run, Scope scope) {
        this.run = run;
        this.scope = scope;
    }

    /**
     * A verified layout.
     *
     * @param layout after substitution
     * @param summary what the chain did as a whole
     */
    record Chain(InTotoLayout layout, Link summary) {}

    Chain verify(SignedDocument document, List<OwnerKey> owners, Parameters parameters) {
        return steps(opened(document, owners, parameters));
    }

    /** Steps 1 to 4. */
    InTotoLayout opened(SignedDocument document, List<OwnerKey> owners, Parameters parameters) {
        signatures(document, owners); // 1
        InTotoLayout layout = run.parsed(place(), label(), () -> layoutOf(document)); // 2
        expiry(layout); // 3
        Parameters.Substituted substituted = run.parsed(place(), label(), () -> parameters.into(layout)); // 4
        substituted.unused().forEach(name -> run.note(place(), "parameter " + Quoted.of(name) + " is not used"));
        return substituted.layout();
    }

    /**
     * What somebody who is about to perform a step may check (in-toto specification 5.3.5): these materials against the
     * step's rules, with the verified evidence of the steps that these rules speak of.
     */
    void materials(InTotoLayout layout, LayoutStep step, Artifacts materials) {
        StepEvidence evidence = new StepEvidence(run, scope, layout);
        Link own = Link.of(step.name(), materials, Artifacts.none());
        Map<String, Link> byName = new LinkedHashMap<>(Map.of(step.name(), own));
        for (LayoutStep other : layout.steps()) {
            boolean asked = step.materialRules().stream()
                    .anyMatch(rule ->
                            rule instanceof Rule.Match match && match.from().equals(other.name()));
            if (asked && !other.equals(step)) {
                Map<KeyId, Link> byKey = linksOf(evidence.keep(other, evidence.find(other)));
                agreement(other, byKey);
                byName.put(other.name(), byKey.values().iterator().next());
            }
        }
        new ItemRules(run, scope).check("step", own, ArtifactKind.MATERIALS, step.materialRules(), byName);
    }

    private void signatures(SignedDocument document, List<OwnerKey> owners) {
        for (OwnerKey owner : owners) {
            try {
                document.verify(owner.ids(), owner.key());
                run.findings.add(Finding.of(Finding.Result.PASS, place(), label() + " signed")
                        .by(owner.id()));
            } catch (SignatureMismatch e) {
                Finding finding = Finding.of(
                                Finding.Result.FAIL,
                                place(),
                                label() + " is not signed by owner key "
                                        + owner.id().brief() + ": " + e.getMessage())
                        .by(owner.id());
                throw run.refuse(finding, ReasonCode.BAD_SIGNATURE);
            }
        }
    }

    private static InTotoLayout layoutOf(SignedDocument document) {
        if (Payload.of(document) instanceof Payload.OfLayout layout) {
            return layout.layout();
        }
        throw JsonException.malformed("the document is not a layout");
    }

    private void expiry(InTotoLayout layout) {
        if (!layout.expires().isAfter(run.request.at())) { // D26: no grace
            throw run.refuse(
                    Finding.Result.EXPIRED,
                    place(),
                    ReasonCode.LAYOUT_EXPIRED,
                    label() + " expired at " + layout.expires() + ", judged at " + run.request.at());
        }
        run.pass(place(), label() + " valid until " + layout.expires());
    }

    private Chain steps(InTotoLayout layout) {
        StepEvidence evidence = new StepEvidence(run, scope, layout);
        Map<LayoutStep, Map<EvidenceAddress, EvidenceSource.Stored>> found = new LinkedHashMap<>();
        layout.steps().forEach(step -> found.put(step, evidence.find(step))); // 5
        Map<LayoutStep, List<Kept>> kept = new LinkedHashMap<>();
        found.forEach((step, documents) -> kept.put(step, evidence.keep(step, documents))); // 6
        Map<LayoutStep, Map<KeyId, Link>> links = new LinkedHashMap<>();
        kept.forEach((step, documents) -> links.put(step, linksOf(documents))); // 7
        Map<String, Link> byName = new LinkedHashMap<>();
        links.forEach((step, byKey) -> {
            alignment(step, byKey); // 8
            agreement(step, byKey); // 9
            byName.put(step.name(), byKey.values().iterator().next()); // 10
            boolean sublayout = kept.getOrDefault(step, List.of()).stream()
                    .anyMatch(each -> each.payload() instanceof Payload.OfLayout);
            run.steps.add(new VerifiedStep(
                    scope.item(step.name()), new ArrayList<>(byKey.keySet()), byName.get(step.name()), sublayout));
        });
        ItemRules rules = new ItemRules(run, scope);
        layout.steps().forEach(step -> rules.check("step", step.name(), step::rules, byName)); // 11
        new Inspections(run, scope, rules).run(layout, byName); // 12, 13
        return new Chain(layout, summary(layout, byName));
    }

    /** 7: sublayouts become their summary links. */
    private Map<KeyId, Link> linksOf(List<Kept> documents) {
        Map<KeyId, Link> links = new LinkedHashMap<>();
        for (Kept each : documents) {
            Link link = switch (each.payload()) {
                case Payload.OfLink plain -> plain.link();
                case Payload.OfStatement statement -> statement.link();
                case Payload.OfLayout sublayout -> sublayout(each);
            };
            links.put(each.address().keyId(), link);
        }
        return links;
    }

    private Link sublayout(Kept kept) {
        String item = scope.item(kept.address().step());
        int depth = kept.address().parents().size() + 1;
        if (depth > run.request.options().limits().maxDepth()) {
            throw run.refuse(
                    Finding.Result.FAIL,
                    item,
                    ReasonCode.LIMIT_EXCEEDED,
                    "sublayouts are nested deeper than "
                            + run.request.options().limits().maxDepth() + " at step " + Quoted.of(item));
        }
        if (scope.above().contains(kept.digest())) {
            throw run.refuse(
                    Finding.Result.FAIL,
                    item,
                    ReasonCode.INTOTO_FAILED,
                    "the sublayout of step " + Quoted.of(item) + " contains itself");
        }
        Bytes digest = kept.digest();
        OwnerKey owner = OwnerKey.named(kept.address().keyId(), kept.key());
        return new ChainVerifier(run, scope.below(kept.address(), digest))
                .verify(kept.document(), List.of(owner), Parameters.none())
                .summary()
                .named(kept.address().step());
    }

    private void alignment(LayoutStep step, Map<KeyId, Link> links) {
        links.forEach((keyId, link) -> {
            if (!link.command().equals(step.expectedCommand())) {
                run.findings.add(Finding.of(
                                Finding.Result.NOTE,
                                scope.item(step.name()),
                                "the recorded command differs from the expected one")
                        .by(keyId));
            }
        });
    }

    /** 9: whoever counts must agree, whatever the threshold (D16). */
    private void agreement(LayoutStep step, Map<KeyId, Link> links) {
        Map.Entry<KeyId, Link> first = links.entrySet().iterator().next();
        for (Map.Entry<KeyId, Link> other : links.entrySet()) {
            boolean same = other.getValue().materials().equals(first.getValue().materials())
                    && other.getValue().products().equals(first.getValue().products());
            if (!same) {
                Finding finding = Finding.of(
                                Finding.Result.FAIL,
                                scope.item(step.name()),
                                "the links of step " + Quoted.of(scope.item(step.name()))
                                        + " disagree: artifacts by key "
                                        + other.getKey().brief() + " are not those by key "
                                        + first.getKey().brief())
                        .by(other.getKey());
                throw run.refuse(finding, ReasonCode.INTOTO_FAILED);
            }
        }
    }

    /** 15: materials of the first step, everything else of the last. */
    private static Link summary(InTotoLayout layout, Map<String, Link> byName) {
        Link first = byName.getOrDefault(layout.steps().getFirst().name(), NOTHING);
        Link last = byName.getOrDefault(layout.steps().getLast().name(), NOTHING);
        return new Link("", first.materials(), last.products(), last.command(), last.byproducts(), Json.Obj.empty());
    }

    private static final Link NOTHING = Link.of("", Artifacts.none(), Artifacts.none());

    private String place() {
        return scope.path().isEmpty()
                ? ""
                : scope.path().substring(0, scope.path().length() - 1);
    }

    private String label() {
        return scope.path().isEmpty() ? "layout" : "sublayout of step " + Quoted.of(place());
    }
}
