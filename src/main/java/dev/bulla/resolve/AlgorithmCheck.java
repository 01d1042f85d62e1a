package dev.bulla.resolve;

import dev.bulla.crypto.PublicKey;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.policy.AlgorithmRule;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.Found;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleKeys;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Root;
import dev.bulla.tuf.Signed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signature schemes of every role that vouches: each meets its threshold with keys of allowed schemes alone, and has
 * signatures of so many schemes, so that one broken scheme forges nothing.
 */
final class AlgorithmCheck {
    private final AlgorithmRule rule;

    private AlgorithmCheck(AlgorithmRule rule) {
        this.rule = rule;
    }

    /** The check; {@code THRESHOLD} names the first role that falls short. */
    static Check of(AlgorithmRule rule, Proof proof) {
        AlgorithmCheck check = new AlgorithmCheck(rule);
        Complete roles = proof.roles().roles();
        Root root = roles.root().role();
        check.role(RoleName.ROOT, roles.root(), root.keysOf(RoleName.ROOT));
        check.role(RoleName.TIMESTAMP, roles.timestamp(), root.keysOf(RoleName.TIMESTAMP));
        check.role(RoleName.SNAPSHOT, roles.snapshot(), root.keysOf(RoleName.SNAPSHOT));
        for (Found.Vouching one : proof.target().roles()) {
            check.role(one.name(), one.file(), one.edge().keys());
        }
        return Check.ok(
                "trust.2.algorithms",
                "every role is signed by enough keys of " + String.join(", ", new TreeSet<>(rule.allow()))
                        + (rule.minDistinct() > 1 ? ", of " + rule.minDistinct() + " schemes at least" : ""));
    }

    private void role(RoleName name, Signed<? extends Role> file, RoleKeys keys) {
        Map<?, PublicKey> known = keys.quorum().keys();
        List<String> schemes = keys.signersOf(file).stream()
                .map(known::get)
                .map(PublicKey::scheme)
                .filter(rule.allow()::contains)
                .toList();
        Set<String> distinct = Set.copyOf(schemes);
        if (schemes.size() >= keys.threshold() && distinct.size() >= rule.minDistinct()) {
            return;
        }
        String what = schemes.size() < keys.threshold()
                ? schemes.size() + " of " + keys.threshold() + " valid signatures by keys of the schemes that count"
                : "signatures of " + distinct.size() + " schemes, and " + rule.minDistinct() + " are demanded";
        throw new RejectedException(
                Reason.of(ReasonCode.THRESHOLD, name + " v" + file.role().version() + " has " + what)
                        .with("role", name.value())
                        .with("section", "trust.2.algorithms")
                        .with("valid", schemes.size())
                        .with("threshold", keys.threshold()));
    }
}
