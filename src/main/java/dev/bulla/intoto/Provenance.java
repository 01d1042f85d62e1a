package dev.bulla.intoto;

import dev.bulla.crypto.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who did what in an accepted chain, and which rule let each artifact through. It can be had from an accepted verdict only,
 * so everything in it was verified: signers are keys that the layout authorises, artifacts are those of counted links.
 *
 * @param acts steps in the order of the layout, those of a sublayout before the step they stand for, then inspections
 * @param flows where artifacts went, by the MATCH rules that let them through
 * @param expires until when the layout holds
 * @param readme what its owner says about it
 */
public record Provenance(List<Act> acts, List<Flow> flows, Instant expires, String readme) {
    /** Copies the lists. */
    public Provenance {
        acts = List.copyOf(acts);
        flows = List.copyOf(flows);
    }

    /**
     * A step or an inspection.
     *
     * @param item its name with the way through sublayouts before it
     * @param inspection true for an inspection, which has no signers
     * @param signers the distinct functionaries whose evidence counts
     * @param sublayout true when a layout of its own stands for it
     * @param command what was run, as recorded
     * @param record what else its link says about itself
     * @param materials what it used
     * @param products what it made
     */
    public record Act(
            String item,
            boolean inspection,
            List<KeyId> signers,
            boolean sublayout,
            List<String> command,
            LinkRecord record,
            List<Passed> materials,
            List<Passed> products) {
        /** Copies the lists. */
        public Act {
            signers = List.copyOf(signers);
            command = List.copyOf(command);
            materials = List.copyOf(materials);
            products = List.copyOf(products);
        }
    }

    /**
     * An artifact and the rule that let it through.
     *
     * @param artifact its name
     * @param hashes by algorithm; none for the artifacts of inspections
     * @param permit the rule; none when the list of rules ends without {@code DISALLOW} and said nothing about it
     */
    public record Passed(String artifact, Map<String, String> hashes, Optional<Permit> permit) {
        /** Copies the hashes. */
        public Passed {
            hashes = Map.copyOf(hashes);
        }
    }

    /**
     * A rule at work.
     *
     * @param place such as {@code expected_products[0]}
     * @param rule the rule on one line
     * @param from the item that it matched with, for MATCH
     */
    public record Permit(String place, String rule, Optional<String> from) {}

    /**
     * Artifacts that one item handed to another.
     *
     * @param from whose artifacts they were
     * @param to where a rule matched them
     * @param artifacts their names there
     */
    public record Flow(String from, String to, List<String> artifacts) {
        /** Copies the list. */
        public Flow {
            artifacts = List.copyOf(artifacts);
        }
    }

    /** The provenance that {@code verdict} proves. */
    public static Provenance of(LayoutVerdict.Accepted verdict) {
        Map<String, Map<ArtifactKind, RuleTrace>> traces = new LinkedHashMap<>();
        for (RuleTrace trace : verdict.traces()) {
            traces.computeIfAbsent(trace.item(), item -> new EnumMap<>(ArtifactKind.class))
                    .putIfAbsent(trace.kind(), trace);
        }
        List<Act> acts = new ArrayList<>();
        Map<String, Map<ArtifactKind, RuleTrace>> inspections = new LinkedHashMap<>(traces);
        for (VerifiedStep step : verdict.steps()) {
            acts.add(step(step, traces.getOrDefault(step.item(), Map.of())));
            inspections.remove(step.item());
        }
        inspections.forEach((item, both) -> acts.add(inspection(item, both)));
        return new Provenance(
                acts,
                flows(traces),
                verdict.layout().expires(),
                verdict.layout().readme());
    }

    private static Act step(VerifiedStep step, Map<ArtifactKind, RuleTrace> traces) {
        Link link = step.link();
        return new Act(
                step.item(),
                false,
                step.signers(),
                step.sublayout(),
                link.command(),
                LinkRecord.of(link),
                passed(link, ArtifactKind.MATERIALS, traces),
                passed(link, ArtifactKind.PRODUCTS, traces));
    }

    private static List<Passed> passed(Link link, ArtifactKind kind, Map<ArtifactKind, RuleTrace> traces) {
        Map<String, Permit> permits = permits(traceOf(link.name(), kind, traces));
        List<Passed> passed = new ArrayList<>();
        link.artifacts(kind)
                .hashes()
                .forEach(
                        (name, hashes) -> passed.add(new Passed(name, hashes, Optional.ofNullable(permits.get(name)))));
        return passed;
    }

    private static Act inspection(String item, Map<ArtifactKind, RuleTrace> traces) {
        return new Act(
                item,
                true,
                List.of(),
                false,
                List.of(),
                LinkRecord.none(),
                queued(traceOf(item, ArtifactKind.MATERIALS, traces)),
                queued(traceOf(item, ArtifactKind.PRODUCTS, traces)));
    }

    private static List<Passed> queued(RuleTrace trace) {
        Map<String, Permit> permits = permits(trace);
        return trace.queue().stream()
                .map(name -> new Passed(name, Map.of(), Optional.ofNullable(permits.get(name))))
                .toList();
    }

    private static RuleTrace traceOf(String item, ArtifactKind kind, Map<ArtifactKind, RuleTrace> traces) {
        return Optional.ofNullable(traces.get(kind)).orElseGet(() -> new RuleTrace(item, kind, List.of(), List.of()));
    }

    private static Map<String, Permit> permits(RuleTrace trace) {
        Map<String, Permit> permits = new HashMap<>();
        for (RuleTrace.Applied each : trace.applied()) {
            Optional<String> from = each.rule() instanceof Rule.Match match
                    ? Optional.of(sibling(trace.item(), match.from()))
                    : Optional.empty();
            Permit permit = new Permit(
                    trace.kind().rulesWord() + "[" + each.index() + "]",
                    each.rule().text(),
                    from);
            each.consumed().forEach(name -> permits.put(name, permit));
        }
        return permits;
    }

    /** Rules name items of their own layout: those beside the item that has the rule. */
    private static String sibling(String item, String name) {
        return item.substring(0, item.lastIndexOf('/') + 1) + name;
    }

    private static List<Flow> flows(Map<String, Map<ArtifactKind, RuleTrace>> traces) {
        Map<List<String>, List<String>> flows = new LinkedHashMap<>();
        traces.forEach((item, both) -> both.values().forEach(trace -> {
            for (RuleTrace.Applied each : trace.applied()) {
                if (each.rule() instanceof Rule.Match match && !each.consumed().isEmpty()) {
                    List<String> handed = flows.computeIfAbsent(
                            List.of(sibling(item, match.from()), item), pair -> new ArrayList<>());
                    each.consumed().stream()
                            .filter(name -> !handed.contains(name))
                            .forEach(handed::add);
                }
            }
        }));
        List<Flow> result = new ArrayList<>();
        flows.forEach((pair, names) -> result.add(new Flow(pair.get(0), pair.get(1), names)));
        return result;
    }
}
