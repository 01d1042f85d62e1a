package dev.bulla.policy;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import java.util.Optional;

/** What a policy says of a reference. */
public sealed interface Coverage {
    /**
     * TUF repositories are asked.
     *
     * @param question what they are asked
     * @param otherwise what the policy says of names that all of them know nothing of; empty when the search ends there
     */
    record Covered(Question question, Optional<Coverage> otherwise) implements Coverage {}

    /**
     * Keys vouch, without any TUF repository.
     *
     * @param rule the rule
     * @param keys the keys and how many of them must have signed
     * @param name the name that a tag record must bind; empty for a reference by digest alone
     */
    record Signed(Rule rule, Rule.ByKeys keys, Optional<String> name) implements Coverage {}

    /** The rule lets the name through without proof. */
    record Unsigned(Rule rule) implements Coverage {}

    /**
     * The name is not trusted, whatever anybody says of it.
     *
     * @param asked the reference as it was compared
     * @param by the rule that says so; empty for the implicit last one
     * @param reason why
     */
    record NotCovered(String asked, Optional<Rule> by, Reason reason) implements Coverage {
        static NotCovered because(String asked, Optional<Rule> by, String why) {
            Reason reason = Reason.of(ReasonCode.NOT_COVERED, why).with("asked", asked);
            return new NotCovered(
                    asked, by, by.isPresent() ? reason.with("rule", by.get().place()) : reason);
        }
    }
}
