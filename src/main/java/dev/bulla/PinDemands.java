package dev.bulla;

import dev.bulla.policy.FreshnessRule;
import dev.bulla.policy.ReceiptKey;
import dev.bulla.policy.Terms;
import dev.bulla.policy.WitnessRule;
import dev.bulla.trust.PinTerms;
import java.util.List;
import java.util.Optional;

/** What a pin asks beside the roles, in the words of a policy. */
final class PinDemands {
    private PinDemands() {}

    static Terms of(PinTerms pin) {
        Terms standard = Terms.STANDARD;
        List<ReceiptKey> keys = pin.receiptKeys().stream()
                .map(key -> new ReceiptKey(key.computedId().brief(), key))
                .toList();
        Optional<FreshnessRule> freshness =
                pin.maxAge().map(age -> new FreshnessRule(FreshnessRule.Mode.RECEIPT, Optional.of(age), keys));
        Optional<WitnessRule> witnesses = pin.witnesses().isEmpty()
                ? Optional.empty()
                : Optional.of(new WitnessRule(pin.witnesses(), pin.threshold()));
        return new Terms(
                freshness,
                witnesses,
                standard.evidence(),
                standard.signatures(),
                standard.algorithms(),
                standard.redirect(),
                standard.allowed(),
                standard.extraFiles());
    }
}
