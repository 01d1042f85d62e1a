package dev.bulla.policy;

import dev.bulla.json.JsonException;
import java.util.List;

/** What can be wrong with rules that are each well-formed. */
final class RuleChecks {
    private final List<Rule> rules;

    private RuleChecks(List<Rule> rules) {
        this.rules = rules;
    }

    /** Refuses rules that can never be reached, and two sources for one name unless that was intended. */
    static void check(List<Rule> rules) {
        RuleChecks checks = new RuleChecks(rules);
        for (Rule rule : rules) {
            checks.reachable(rule);
            if (rule.decision() instanceof Rule.Ask ask && ask.rewrite().isPresent() && !ask.aliases()) {
                checks.oneSource(rule, ask.rewrite().get());
            }
        }
    }

    private void reachable(Rule rule) {
        for (Rule earlier : rules.subList(0, rule.number())) {
            boolean everything =
                    earlier.match().isEverything() || earlier.match().equals(rule.match());
            if (everything && ends(earlier)) {
                throw JsonException.at(
                        rule.place() + ".match", "is never reached: " + earlier.place() + " decides for all its names");
            }
        }
    }

    private static boolean ends(Rule rule) {
        return !(rule.decision() instanceof Rule.Ask ask) || ask.terminating();
    }

    /**
     * A rewrite gives each name its own target path, and no other rewrite gives one of them as well. The origin itself and
     * one relocated place may mean the same: that is what a rewrite is for.
     */
    private void oneSource(Rule rule, Rewrite rewrite) {
        if (!rewrite.keepsNamesApart(rule.match())) {
            throw JsonException.at(
                    rule.place() + ".rewrite",
                    "can make one target path of two names; use every wildcard with / or : between them, or say"
                            + " \"aliases\": true");
        }
        NamePattern image = rewrite.image(rule.match());
        for (Rule other : rules) {
            if (other.number() != rule.number()
                    && !other.match().equals(rule.match())
                    && other.decision() instanceof Rule.Ask ask
                    && ask.rewrite().isPresent()
                    && !ask.aliases()
                    && image.meets(ask.rewrite().get().image(other.match()))) {
                int first = Math.min(rule.number(), other.number());
                int second = Math.max(rule.number(), other.number());
                throw JsonException.at(
                        "rules[" + second + "].rewrite",
                        "can make a target path that rules[" + first
                                + "] makes of another name; say \"aliases\": true if"
                                + " both places are meant to hold the same");
            }
        }
    }
}
