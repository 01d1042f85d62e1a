package dev.bulla.intoto;

import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Steps 11 and 13: applies the rules of one item, materials before products, and says which failed on what. */
final class ItemRules {
    private final Run run;
    private final Scope scope;

    ItemRules(Run run, Scope scope) {
        this.run = run;
        this.scope = scope;
    }

    /** Checks the item {@code name}; {@code label} is the word for what it is. */
    void check(String label, String name, Function<ArtifactKind, List<Rule>> rules, Map<String, Link> links) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalStateException("item " + name + " has no link");
        }
        for (ArtifactKind kind : ArtifactKind.values()) {
            check(label, link, kind, rules.apply(kind), links);
        }
    }

    /** Checks the artifacts of one kind alone. */
    void check(String label, Link link, ArtifactKind kind, List<Rule> list, Map<String, Link> links) {
        String item = scope.item(link.name());
        RuleTrace trace = new RuleEngine(links, run.budget).apply(item, link, kind, list);
        run.traces.add(trace);
        notes(trace, list, links);
        trace.failure().ifPresent(failed -> {
            throw run.refuse(failure(label, trace, failed), ReasonCode.RULE_VIOLATED);
        });
        run.pass(item, kind.rulesWord() + " hold");
    }

    private static Finding failure(String label, RuleTrace trace, RuleTrace.Applied failed) {
        String artifact = failed.offenders().getFirst();
        int more = failed.offenders().size() - 1;
        String message = label + " " + Quoted.of(trace.item()) + ": "
                + trace.kind().rulesWord() + "[" + failed.index() + "] "
                + Quoted.of(failed.rule().text())
                + (failed.rule() instanceof Rule.Simple simple && simple.verb() == Rule.Verb.REQUIRE
                        ? " does not find "
                        : " refuses ")
                + Quoted.of(artifact) + (more > 0 ? " and " + more + " more" : "");
        return Finding.of(Finding.Result.FAIL, trace.item(), message)
                .rule(trace.kind(), failed.index())
                .artifact(artifact);
    }

    /** Things that are legal and often mistakes; {@code lint} refuses them. */
    private void notes(RuleTrace trace, List<Rule> rules, Map<String, Link> links) {
        for (RuleTrace.Applied each : trace.applied()) {
            if (each.rule() instanceof Rule.Match match) {
                String problem = !links.containsKey(match.from())
                        ? "speaks of " + Quoted.of(match.from()) + ", which is no item here"
                        : each.consumed().isEmpty() ? "matched nothing" : "";
                if (!problem.isEmpty()) {
                    run.findings.add(Finding.of(
                                    Finding.Result.NOTE,
                                    trace.item(),
                                    "rule " + Quoted.of(each.rule().text()) + " " + problem)
                            .rule(trace.kind(), each.index()));
                }
            }
        }
        boolean closed =
                !rules.isEmpty() && rules.getLast() instanceof Rule.Simple last && last.verb() == Rule.Verb.DISALLOW;
        if (!closed) {
            run.note(trace.item(), trace.kind().rulesWord() + " do not end with DISALLOW, so what is left is allowed");
        }
    }
}
