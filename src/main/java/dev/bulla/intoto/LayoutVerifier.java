package dev.bulla.intoto;

import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.bytes.Quoted;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
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

    /**
     * Checks what a step is about to use, before it is performed (in-toto specification 5.3.5): the layout of
     * {@code request} as in a verification, then {@code materials} against the rules of {@code step}.
     *
     * @return the layout, or why not
     * @throws dev.bulla.outcome.BullaException when evidence cannot be read
     */
    public static Step<InTotoLayout> checkMaterials(VerificationRequest request, String step, Artifacts materials) {
        Run run = new Run(request);
        try {
            ChainVerifier chain = chain(run);
            InTotoLayout layout = chain.opened(
                    document(run), request.owners(), request.options().parameters());
            chain.materials(layout, named(run, layout, step), materials);
            return Step.done(layout);
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    private static LayoutStep named(Run run, InTotoLayout layout, String name) {
        return layout.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> run.refuse(
                        Finding.Result.FAIL,
                        name,
                        ReasonCode.INTOTO_FAILED,
                        "the layout has no step " + Quoted.of(name)));
    }

    private static LayoutVerdict accepted(Run run) {
        VerificationRequest request = run.request;
        ChainVerifier.Chain chain = chain(run)
                .verify(document(run), request.owners(), request.options().parameters());
        Link summary = chain.summary();
        request.options().subject().ifPresent(subject -> bind(run, subject, chain));
        return new LayoutVerdict.Accepted(summary, chain.layout(), run.steps, run.findings, run.traces);
    }

    /** The layout of the run; without owners nobody vouches for it. */
    private static SignedDocument document(Run run) {
        if (run.request.owners().isEmpty()) {
            throw run.refuse(
                    Finding.Result.MISSING,
                    "",
                    ReasonCode.NO_TRUST_ROOT,
                    "no owner key is given, at least one must be");
        }
        Bytes document = run.request.layout();
        run.budget.document(document.length());
        return run.parsed("", "layout", () -> run.reader.read(document));
    }

    private static ChainVerifier chain(Run run) {
        Set<Bytes> above = Set.of(HashFunction.SHA256.hash(run.request.layout()));
        return new ChainVerifier(run, new Scope("", List.of(), above));
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
