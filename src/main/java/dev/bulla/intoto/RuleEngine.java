package dev.bulla.intoto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Applies artifact rules as a firewall does (intoto.md section 3): all names stand in a queue, each rule consumes some, a
 * DISALLOW fails on what is left, whatever remains at the end is allowed. Rules never put anything back.
 */
final class RuleEngine {
    private final Map<String, Link> scope;
    private final Budget budget;

    /** {@code scope} holds the links that MATCH may speak of, by item name. */
    RuleEngine(Map<String, Link> scope, Budget budget) {
        this.scope = scope;
        this.budget = budget;
    }

    /** Applies {@code rules} to the artifacts of {@code link}; stops at the first rule that fails. */
    RuleTrace apply(String item, Link link, ArtifactKind kind, List<Rule> rules) {
        NavigableSet<String> queue = new TreeSet<>(link.artifacts(kind).hashes().keySet());
        List<String> start = List.copyOf(queue);
        List<RuleTrace.Applied> applied = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            budget.compare(1);
            List<String> offenders = offenders(rule, queue);
            List<String> consumed = offenders.isEmpty() ? consumed(rule, link, kind, queue) : List.of();
            consumed.forEach(queue::remove);
            applied.add(new RuleTrace.Applied(i, rule, consumed, offenders));
            if (!offenders.isEmpty()) {
                break;
            }
        }
        return new RuleTrace(item, kind, start, applied);
    }

    private List<String> offenders(Rule rule, NavigableSet<String> queue) {
        if (rule instanceof Rule.Simple simple) {
            if (simple.verb() == Rule.Verb.DISALLOW) {
                return matching(simple.pattern(), "", queue, name -> true);
            }
            if (simple.verb() == Rule.Verb.REQUIRE && !queue.contains(simple.pattern())) {
                return List.of(simple.pattern());
            }
        }
        return List.of();
    }

    private List<String> consumed(Rule rule, Link link, ArtifactKind kind, NavigableSet<String> queue) {
        return switch (rule) {
            case Rule.Simple simple ->
                matching(simple.pattern(), "", queue, name -> consumes(simple.verb(), link, name));
            case Rule.Match match -> matched(match, link.artifacts(kind), queue);
        };
    }

    private static boolean consumes(Rule.Verb verb, Link link, String name) {
        Map<String, String> material = link.materials().hashes().get(name);
        Map<String, String> product = link.products().hashes().get(name);
        return switch (verb) {
            case ALLOW -> true;
            case CREATE -> material == null && product != null;
            case DELETE -> material != null && product == null;
            case MODIFY -> material != null && product != null && !material.equals(product);
            case DISALLOW, REQUIRE -> false;
        };
    }

    private List<String> matched(Rule.Match match, Artifacts here, NavigableSet<String> queue) {
        Link other = scope.get(match.from());
        if (other == null) {
            return List.of();
        }
        String source = prefix(match.source());
        String destination = prefix(match.destination());
        Artifacts there = other.artifacts(match.kind());
        return matching(match.pattern(), source, queue, name -> {
            Map<String, String> hashes = there.hashes().get(destination + name.substring(source.length()));
            return hashes != null && hashes.equals(here.hashes().get(name));
        });
    }

    /** Prefixes are whole segments: with a slash at the end, whether the rule writes it or not. */
    private static String prefix(String written) {
        return written.isEmpty() || written.endsWith("/") ? written : written + "/";
    }

    /** The names of the queue that begin with {@code prefix}, whose rest matches the pattern, and that pass the test. */
    private List<String> matching(String pattern, String prefix, NavigableSet<String> queue, Predicate<String> test) {
        Glob glob = Glob.of(pattern);
        String start = prefix + glob.prefix();
        if (glob.isLiteral()) {
            budget.compare(1);
            return queue.contains(start) && test.test(start) ? List.of(start) : List.of();
        }
        List<String> found = new ArrayList<>();
        for (String name : queue.tailSet(start, true)) {
            if (!name.startsWith(start)) {
                break;
            }
            if (glob.matches(name.substring(prefix.length()), budget) && test.test(name)) {
                found.add(name);
            }
        }
        return found;
    }
}
