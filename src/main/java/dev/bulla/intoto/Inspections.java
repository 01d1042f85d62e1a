package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.ReasonCode;
import java.util.HashMap;
import java.util.Map;

/** Steps 12 and 13: every inspection is carried out, then their rules are applied with all links in scope. */
final class Inspections {
    private final Run run;
    private final Scope scope;
    private final ItemRules rules;

    Inspections(Run run, Scope scope, ItemRules rules) {
        this.run = run;
        this.scope = scope;
        this.rules = rules;
    }

    void run(InTotoLayout layout, Map<String, Link> steps) {
        Map<String, Link> all = new HashMap<>(steps);
        for (Inspection inspection : layout.inspections()) {
            all.put(inspection.name(), linkOf(inspection));
        }
        for (Inspection inspection : layout.inspections()) {
            rules.check("inspection", inspection.name(), inspection::rules, all);
        }
    }

    private Link linkOf(Inspection inspection) {
        String item = scope.item(inspection.name());
        if (inspection.run().isEmpty()) {
            throw run.refuse(
                    Finding.Result.FAIL,
                    item,
                    ReasonCode.INTOTO_FAILED,
                    "inspection " + Quoted.of(item) + " has nothing to run");
        }
        return switch (run.request.options().inspections().run(inspection)) {
            case InspectionRunner.Recorded recorded -> {
                run.pass(item, "inspection ran " + recorded.manner());
                yield Link.of(inspection.name(), recorded.materials(), recorded.products());
            }
            case InspectionRunner.NotPermitted refused ->
                throw run.refuse(
                        Finding.Result.NOT_EVALUATED,
                        item,
                        ReasonCode.INTOTO_FAILED,
                        "inspection " + Quoted.of(item) + " was not run: " + refused.why());
            case InspectionRunner.Failed failed ->
                throw run.refuse(
                        Finding.Result.FAIL,
                        item,
                        ReasonCode.INTOTO_FAILED,
                        "inspection " + Quoted.of(item) + " failed: " + failed.why());
        };
    }
}
