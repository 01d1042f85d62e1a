package dev.bulla;

import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.UsageException;
import dev.bulla.policy.Level;

/** Compares the level of a verdict with the one that is demanded. */
final class LevelDemand {
    private LevelDemand() {}

    static Verdict of(Verdict verdict, String least) {
        Level demanded = Level.named(least)
                .orElseThrow(() -> new UsageException("levels are 0, 1a, 1b, 2, 3a, 3b and 4, not '" + least + "'"));
        if (verdict instanceof Verdict.Allowed allowed && !Level.L0.meets(demanded)) {
            return allowed.strictly(); // a policy that lets it through proves nothing
        }
        if (!(verdict instanceof Verdict.Trusted trusted)) {
            return verdict;
        }
        Level reached = Level.named(trusted.level()).orElse(Level.L0);
        if (reached.meets(demanded)) {
            return verdict;
        }
        return new Verdict.Rejected(trusted.asked(), refusal(trusted, reached, demanded), trusted.checks());
    }

    private static Reason refusal(Verdict.Trusted trusted, Level reached, Level demanded) {
        boolean bound = trusted.vouching()
                .flatMap(Verdict.Vouching::provenance)
                .filter(Verdict.Provenance::bound)
                .isPresent();
        boolean unbound = demanded.meets(Level.L2) && demanded != Level.L2 && !bound;
        String name = trusted.vouching()
                .map(Verdict.Vouching::signedAs)
                .orElse(trusted.asked().toString());
        Reason reason = unbound
                ? Reason.of(
                        ReasonCode.LAYOUT_UNBOUND,
                        "no layout of top-level targets applies to " + name + ", and level " + demanded + " needs one")
                : Reason.of(
                        ReasonCode.LEVEL_TOO_LOW,
                        name + " reaches level " + reached + ", and level " + demanded + " is demanded");
        return reason.with("level", reached.toString())
                .with("demanded", demanded.toString())
                .hint("what was looked at: bulla verify -v");
    }
}
