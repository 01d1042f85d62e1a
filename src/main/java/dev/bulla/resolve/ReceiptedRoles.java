package dev.bulla.resolve;

import dev.bulla.attach.Receipt;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Lookup;
import java.time.Instant;

/**
 * Roles that a receipt says were seen valid: every expiry is compared with that moment, and the roles are the very ones that
 * it names.
 *
 * @param receipt a receipt whose signature, namespace and age are good
 * @param until from when on it is too old for this consumer
 */
record ReceiptedRoles(Receipt receipt, Instant until) implements FreshnessCheck {
    @Override
    public Instant time() {
        return receipt.verifiedAt();
    }

    @Override
    public Step<Freshness> of(Lookup roles) {
        Receipt.Seen root = Receipt.Seen.of(roles.roles().root());
        Receipt.Seen timestamp = Receipt.Seen.of(roles.roles().timestamp());
        if (!timestamp.equals(receipt.timestamp())) {
            return other("timestamp", timestamp, receipt.timestamp());
        }
        if (!root.equals(receipt.root())) {
            return other("root", root, receipt.root());
        }
        return Step.done(FreshnessCheck.grade(Freshness.Grade.RECEIPT, receipt.verifiedAt(), until));
    }

    private static Step<Freshness> other(String role, Receipt.Seen here, Receipt.Seen named) {
        String version = here.version() == named.version()
                ? "another " + role + " v" + named.version()
                : role + " v" + named.version();
        return Step.refused(Reason.of(
                        ReasonCode.EXPIRED,
                        "the receipt is for " + version + "; " + role + " v" + here.version()
                                + ", the newest here, has no receipt and something of it has expired")
                .with("role", role)
                .with("section", "trust.10.2")
                .with("seen", named.sha256())
                .with("offered", here.sha256())
                .hint("carry a receipt that was made for it: bulla receipt create"));
    }
}
