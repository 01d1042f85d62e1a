package dev.bulla.resolve;

import dev.bulla.attach.Receipt;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.FreshnessRule;
import dev.bulla.policy.ReceiptKey;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is tried when something has expired and the consumer allows for that (trust.md section 10.2): a receipt, or roles
 * that expired not long ago. Where neither applies the expiry stands, and the reason says what was missing.
 */
final class FreshnessFallback {
    /** Each trial is a verification; the holder of a receipt key must not decide how many there are. */
    private static final int MAX_TRIALS = 8;

    /** Timestamp may have expired, and then the snapshot before it. */
    private static final int MAX_STEPS_BACK = 2;

    private final PinnedQuestion question;
    private final Proof.Outcome expired;
    private final Reason reason;

    private FreshnessFallback(PinnedQuestion question, Proof.Outcome expired, Reason reason) {
        this.question = question;
        this.expired = expired;
        this.reason = reason;
    }

    /** A verification of the question under another time. */
    interface Trial {
        /** Judges {@code question}, roles as {@code check} says. */
        Proof.Outcome judge(PinnedQuestion question, FreshnessCheck check);
    }

    /** {@code now} unless it is an expiry that the consumer's rule allows for. */
    static Proof.Outcome of(PinnedQuestion question, Proof.Outcome now, Trial trial) {
        Optional<FreshnessRule> rule = question.terms().freshness();
        if (rule.isEmpty() || !(now.step() instanceof Step.Refused<Proof> refused)) {
            return now;
        }
        ReasonCode code = refused.reason().code();
        if (code == ReasonCode.THRESHOLD && rule.get().mode() == FreshnessRule.Mode.RECEIPT) {
            // a head of somebody else may stand where a copy lies: the capsule beside it may have expired as well
            Proof.Outcome copied = new FreshnessFallback(question, now, refused.reason()).byReceipt(rule.get(), trial);
            return copied.step() instanceof Step.Done<Proof> ? copied : now;
        }
        if (code != ReasonCode.EXPIRED && code != ReasonCode.LAYOUT_EXPIRED) {
            return now;
        }
        FreshnessFallback fallback = new FreshnessFallback(question, now, refused.reason());
        return switch (rule.get().mode()) {
            case ONLINE -> now;
            case RECEIPT -> fallback.byReceipt(rule.get(), trial);
            case CAPSULE -> fallback.degraded(rule.get().maxAge().orElse(Duration.ZERO), trial);
        };
    }

    private Proof.Outcome byReceipt(FreshnessRule rule, Trial trial) {
        ReceiptSearch search = new ReceiptSearch(question, rule);
        List<Receipt> receipts = search.run();
        List<Check> notes = new ArrayList<>(search.notes());
        Optional<Reason> backwards = backwards(receipts);
        if (backwards.isPresent()) {
            return refused(notes, backwards.get());
        }
        Optional<Proof.Outcome> last = Optional.empty();
        Optional<Reason> unusable = Optional.empty();
        int trials = 0;
        for (Receipt receipt : receipts) {
            Step<ReceiptedRoles> usable = usable(receipt, rule);
            if (usable instanceof Step.Refused<ReceiptedRoles> not) {
                unusable = unusable.or(() -> Optional.of(not.reason()));
                notes.add(Check.note("receipt", not.reason().message()));
            } else if (trials++ < MAX_TRIALS) {
                Proof.Outcome outcome = trial.judge(question.at(receipt.verifiedAt()), usable.orThrow());
                if (outcome.step() instanceof Step.Done<Proof>) {
                    return outcome.after(noted(notes, receipt));
                }
                last = last.or(() -> Optional.of(outcome.after(notes)));
            }
        }
        Optional<Reason> why = unusable;
        return last.orElseGet(() -> refused(notes, why.orElseGet(() -> without(rule))));
    }

    private List<Check> noted(List<Check> notes, Receipt receipt) {
        List<Check> all = new ArrayList<>(notes);
        all.add(Check.note("freshness", "now: " + reason.message()));
        all.add(Check.ok(
                "trust.10.2",
                "a receipt says that timestamp v" + receipt.timestamp().version() + " was valid at "
                        + UtcTime.print(receipt.verifiedAt())));
        return all;
    }

    /** A receipt of this namespace that is neither from the future nor too old. */
    private Step<ReceiptedRoles> usable(Receipt receipt, FreshnessRule rule) {
        String seen = "the receipt of " + UtcTime.print(receipt.verifiedAt());
        Optional<String> origin = question.authority().origin();
        if (origin.isPresent() && !origin.get().equals(receipt.origin())) {
            return Step.refused(reason(
                    ReasonCode.ORIGIN_MISMATCH,
                    seen + " is for " + receipt.origin() + ", pinned is one for " + origin.get()));
        }
        if (receipt.verifiedAt().isAfter(question.at().plus(SignedExtras.MAX_SKEW))) {
            return Step.refused(
                    reason(ReasonCode.CLOCK, seen + " lies in the future of " + UtcTime.print(question.at()))
                            .hint("set the clock of this machine"));
        }
        Duration most = rule.maxAge()
                .filter(age -> age.compareTo(receipt.validFor()) < 0)
                .orElse(receipt.validFor());
        Instant until = receipt.verifiedAt().plus(most);
        if (!until.isAfter(question.at())) {
            return Step.refused(reason(
                            ReasonCode.EXPIRED,
                            seen + " was good until " + UtcTime.print(until) + "; " + reason.message())
                    .with("seen", UtcTime.print(question.at()))
                    .with("offered", UtcTime.print(until))
                    .hint("carry newer roles and a newer receipt: bulla receipt renew"));
        }
        return Step.done(new ReceiptedRoles(receipt, until));
    }

    /** Versions never go back from one receipt to a later one: their maker was shown an older state, or is a thief. */
    private Optional<Reason> backwards(List<Receipt> newestFirst) {
        for (int i = 1; i < newestFirst.size(); i++) {
            Receipt later = newestFirst.get(i - 1);
            Receipt earlier = newestFirst.get(i);
            boolean counts = later.origin().equals(earlier.origin());
            if (counts
                    && (earlier.timestamp().version() > later.timestamp().version()
                            || earlier.root().version() > later.root().version())) {
                return Optional.of(reason(
                                ReasonCode.ROLLBACK,
                                "the receipt of " + UtcTime.print(later.verifiedAt())
                                        + " is for older roles than that of " + UtcTime.print(earlier.verifiedAt()))
                        .with("seen", earlier.timestamp().version())
                        .with("offered", later.timestamp().version()));
            }
        }
        return Optional.empty();
    }

    private Reason without(FreshnessRule rule) {
        List<String> names = rule.keys().stream().map(ReceiptKey::name).toList();
        Reason more = new Reason(
                reason.code(),
                reason.message() + ", and there is no receipt by " + String.join(" or ", names),
                reason.facts(),
                reason.hints());
        return more.hint("make one where the TUF repository can be reached: bulla receipt create " + question.asked()
                + " --sign-key KEY");
    }

    private static Reason reason(ReasonCode code, String message) {
        return Reason.of(code, message).with("section", "trust.10.2");
    }

    /** Tries the moment before the expiry that was met, and the one before the next. */
    private Proof.Outcome degraded(Duration maxAge, Trial trial) {
        Proof.Outcome outcome = expired;
        for (int i = 0; i < MAX_STEPS_BACK; i++) {
            Optional<Instant> before = beforeExpiry(outcome);
            if (before.isEmpty()) {
                return outcome;
            }
            outcome = trial.judge(question, new DegradedRoles(before.get(), question.at(), maxAge));
        }
        return outcome;
    }

    /** A second before timestamp or snapshot expired, if that is why the outcome is a refusal. */
    private static Optional<Instant> beforeExpiry(Proof.Outcome outcome) {
        if (!(outcome.step() instanceof Step.Refused<Proof> refused)
                || refused.reason().code() != ReasonCode.EXPIRED) {
            return Optional.empty();
        }
        Object role = refused.reason().facts().getOrDefault("role", "");
        Object section = refused.reason().facts().getOrDefault("section", "");
        boolean old = (role.equals(RoleName.TIMESTAMP.value()) || role.equals(RoleName.SNAPSHOT.value()))
                && !section.equals("trust.10.2");
        if (!old || !(refused.reason().facts().get("offered") instanceof String expiry)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UtcTime.parse(expiry).minusSeconds(1));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private Proof.Outcome refused(List<Check> notes, Reason why) {
        return new Proof.Outcome(expired.checks(), Step.refused(why)).after(notes);
    }
}
