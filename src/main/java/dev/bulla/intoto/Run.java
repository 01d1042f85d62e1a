package dev.bulla.intoto;

import dev.bulla.json.JsonException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The state that one verification shares with its sublayouts: budget and everything found so far. */
final class Run {
    final VerificationRequest request;
    final Budget budget;
    final DocumentReader reader;
    final List<Finding> findings = new ArrayList<>();
    final List<RuleTrace> traces = new ArrayList<>();
    final List<VerifiedStep> steps = new ArrayList<>();

    Run(VerificationRequest request) {
        this.request = request;
        this.budget = new Budget(request.options().limits());
        this.reader = new DocumentReader(request.options().limits());
    }

    void note(String item, String message) {
        findings.add(Finding.of(Finding.Result.NOTE, item, message));
    }

    void pass(String item, String message) {
        findings.add(Finding.of(Finding.Result.PASS, item, message));
    }

    /** Records why the run ends and makes the exception that ends it. */
    RejectedException refuse(Finding finding, ReasonCode code) {
        findings.add(finding);
        Reason reason = Reason.of(code, finding.message());
        if (!finding.item().isEmpty()) {
            reason = reason.with("step", finding.item());
        }
        if (finding.rule().isPresent()) {
            reason = reason.with("rule", finding.rule().get());
        }
        if (finding.artifact().isPresent()) {
            reason = reason.with("artifact", finding.artifact().get());
        }
        if (finding.keyId().isPresent()) {
            reason = reason.with("keyid", finding.keyId().get().value());
        }
        return new RejectedException(reason);
    }

    RejectedException refuse(Finding.Result result, String item, ReasonCode code, String message) {
        return refuse(Finding.of(result, item, message), code);
    }

    /** Reads something of the layout at {@code item}; what its parser says becomes the reason. */
    <T> T parsed(String item, String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (JsonException e) {
            ReasonCode code = e.isLimit() ? ReasonCode.LIMIT_EXCEEDED : ReasonCode.MALFORMED;
            throw refuse(Finding.Result.FAIL, item, code, what + " is refused: " + e.getMessage());
        }
    }
}
