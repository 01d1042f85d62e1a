package dev.bulla.intoto.write;

import dev.bulla.intoto.ArtifactKind;
import dev.bulla.intoto.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Artifact rules put together one after another (in-toto specification 4.3.3). Whoever asks for the {@link #closed} list
 * gets a last rule that refuses everything that no rule let through; without it everything left is allowed.
 *
 * @param rules in the order in which they are applied
 */
public record RuleList(List<Rule> rules) {
    /** Copies {@code rules}. */
    public RuleList {
        rules = List.copyOf(rules);
    }

    /** No rule yet. */
    public static RuleList none() {
        return new RuleList(List.of());
    }

    /** Artifacts that match {@code pattern} are let through. */
    public RuleList allow(String pattern) {
        return simple(Rule.Verb.ALLOW, pattern);
    }

    /** Artifacts that match {@code pattern} and were let through by no earlier rule are refused. */
    public RuleList disallow(String pattern) {
        return simple(Rule.Verb.DISALLOW, pattern);
    }

    /** What matches and is new is let through. */
    public RuleList create(String pattern) {
        return simple(Rule.Verb.CREATE, pattern);
    }

    /** What matches and is gone is let through. */
    public RuleList delete(String pattern) {
        return simple(Rule.Verb.DELETE, pattern);
    }

    /** What matches and has changed is let through. */
    public RuleList modify(String pattern) {
        return simple(Rule.Verb.MODIFY, pattern);
    }

    /** The artifact called {@code name} must be there; this is no pattern. */
    public RuleList require(String name) {
        return simple(Rule.Verb.REQUIRE, name);
    }

    /** What matches and stands with equal hashes among the artifacts of another step is let through. */
    public RuleList match(String pattern, ArtifactKind kind, String step) {
        return rule(List.of("MATCH", pattern, "WITH", kind.word().toUpperCase(Locale.ROOT), "FROM", step));
    }

    /** {@link #match} where names begin with {@code here} at this step and with {@code there} at the other. */
    public RuleList matchBelow(String here, String pattern, ArtifactKind kind, String there, String step) {
        String word = kind.word().toUpperCase(Locale.ROOT);
        return rule(List.of("MATCH", pattern, "IN", here, "WITH", word, "IN", there, "FROM", step));
    }

    /** These rules and a last one that refuses the rest. */
    public List<Rule> closed() {
        return disallow("*").rules();
    }

    private RuleList simple(Rule.Verb verb, String pattern) {
        return rule(List.of(verb.name(), pattern));
    }

    private RuleList rule(List<String> words) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(Rule.of(words));
        return new RuleList(more);
    }
}
