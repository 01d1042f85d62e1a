package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Set;

/**
 * Verifies a supply chain: the algorithm of the in-toto specification (5.2) in the order of the reference implementation,
 * tightened as intoto.md section 2 says.
 */
public final class LayoutVerifier {
    private LayoutVerifier() {}

    /**
     * Verifies the layout of {@code request} and everything it demands.
     *
     * @throws dev.bulla.outcome.BullaException when evidence cannot be read; a refusal is a value
     */
    public static LayoutVerdict verify(VerificationRequest request) {
        Run run = new Run(request);
        try {
            return accepted(run);
        } catch (RejectedException e) {
            Reason reason = e.reason();
            boolean told =
                    run.findings.stream().anyMatch(found -> found.message().equals(reason.message()));
            if (!told) {
                run.findings.add(Finding.of(Finding.Result.FAIL, "", reason.message()));
            }
            return new LayoutVerdict.Rejected(reason, run.findings, run.traces);
        }
    }

    private static LayoutVerdict accepted(Run run) {
        VerificationRequest request = run.request;
        if (request.owners().isEmpty()) {
            throw run.refuse(
                    Finding.Result.MISSING,
                    "",
                    ReasonCode.NO_TRUST_ROOT,
                    "no owner key is given, at least one must be");
        }
        Bytes document = request.layout();
        run.budget.document(document.length());
        SignedDocument layout = run.parsed("", "layout", () -> run.reader.read(document));
        Set<Bytes> above = Set.of(HashFunction.SHA256.hash(document));
        ChainVerifier.Chain chain = new ChainVerifier(run, new Scope("", List.of(), above))
                .verify(layout, request.owners(), request.options().parameters());
        Link summary = chain.summary();
        request.options().subject().ifPresent(subject -> bind(run, subject, chain));
        return new LayoutVerdict.Accepted(summary, chain.layout(), run.steps, run.findings, run.traces);
    }

    /** Step 14: the chain must have made what is being verified. */
    private static void bind(Run run, SubjectBinding subject, ChainVerifier.Chain chain) {
        String last = chain.layout().steps().getLast().name();
        List<String> named = subject.among(chain.summary().products());
        if (named.isEmpty()) {
            throw run.refuse(
                    Finding.Result.FAIL,
                    last,
                    ReasonCode.WRONG_PRODUCT,
                    "step " + Quoted.of(last) + " did not make what is being verified");
        }
        run.pass(last, "the products hold what is being verified: " + Quoted.of(named.getFirst()));
    }
}
