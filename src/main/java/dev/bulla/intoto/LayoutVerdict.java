package dev.bulla.intoto;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.RejectedException;
import java.util.List;

/** The outcome of the verification of a layout. A summary link can be had only from {@link Accepted}. */
public sealed interface LayoutVerdict {
    /** Everything that was looked at, in order. */
    List<Finding> findings();

    /** What each rule did, as far as rules were applied. */
    List<RuleTrace> traces();

    /**
     * Every demand of the layout is met.
     *
     * @param summary materials of the first step, products, byproducts and command of the last
     * @param layout the layout that was verified, after substitution
     * @param steps the evidence of each step, those of sublayouts before the step they stand for
     * @param findings what was looked at
     * @param traces what each rule did
     */
    record Accepted(
            Link summary, InTotoLayout layout, List<VerifiedStep> steps, List<Finding> findings, List<RuleTrace> traces)
            implements LayoutVerdict {
        /** Copies the lists. */
        public Accepted {
            steps = List.copyOf(steps);
            findings = List.copyOf(findings);
            traces = List.copyOf(traces);
        }
    }

    /**
     * A demand is not met.
     *
     * @param reason which, with step, rule, artifact and key as facts
     * @param findings what was looked at until then
     * @param traces what each rule did until then
     */
    record Rejected(Reason reason, List<Finding> findings, List<RuleTrace> traces) implements LayoutVerdict {
        /** Copies the lists. */
        public Rejected {
            findings = List.copyOf(findings);
            traces = List.copyOf(traces);
        }
    }

    /** The acceptance, or the refusal as an exception. */
    default Accepted orThrow() {
        return switch (this) {
            case Accepted accepted -> accepted;
            case Rejected rejected -> throw new RejectedException(rejected.reason());
        };
    }
}
