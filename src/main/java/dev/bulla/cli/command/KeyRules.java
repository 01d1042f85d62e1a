package dev.bulla.cli.command;

import dev.bulla.KeyRule;
import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Invocation;
import java.util.Optional;

/** The flags with which a call says whom it trusts. */
final class KeyRules {
    /** So many public keys make a threshold that nobody can read any more. */
    private static final int MAX_THRESHOLD = 128;

    private KeyRules() {}

    /** {@code model} with the flags. */
    static CommandModel flags(CommandModel model) {
        return model.flag("--key KEY...", "a public key that must have signed: name in the key directory, or file")
                .flag("--threshold N", "how many of the keys must have signed; all of them when not given")
                .flag("--as NAME", "the name it was signed under, where that is not REF and no pin says so")
                .flag("--at TIME", "judge expiry as of this time")
                .flag("--policy FILE", Policies.MEANING)
                .flag("--state DIR", "keep what was last seen of pinned roles there")
                .flag("--lock FILE", Pinning.LOCK);
    }

    /** What the flags say; empty when no key is given. */
    static Optional<KeyRule> of(Invocation call) {
        Optional<Integer> threshold = call.number("--threshold", 1, MAX_THRESHOLD);
        if (!call.has("--key")) {
            if (threshold.isPresent()) {
                throw call.wrongUse("needs --key for --threshold");
            }
            return Optional.empty();
        }
        if (call.has("--policy")) {
            throw call.wrongUse("judges by --key alone: --policy has no use");
        }
        if (call.has("--lock")) {
            throw call.wrongUse("judges by --key without versions: --lock has no use");
        }
        if (call.has("--state")) {
            throw call.wrongUse("judges by --key without memory: --state has no use");
        }
        KeyRule all = KeyRule.allOf(new Keys(call).publicKeys());
        if (threshold.isPresent() && threshold.get() > all.threshold()) {
            throw call.wrongUse(
                    "cannot find " + threshold.get() + " signers among " + all.threshold() + " distinct keys");
        }
        return Optional.of(new KeyRule(all.keys(), threshold.orElse(all.threshold()), call.option("--as")));
    }
}
