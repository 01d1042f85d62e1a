package dev.bulla.resolve;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.DetachedSignatures;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Quorum;
import dev.bulla.intoto.LinkRecord;
import dev.bulla.json.Json;
import dev.bulla.json.JsonException;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Allowance;
import dev.bulla.policy.RequiredSignature;
import dev.bulla.policy.Terms;
import dev.bulla.tuf.DelegatedRole;
import dev.bulla.tuf.PathPattern;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.Targets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a rule asks of a proof beside the level (trust.md sections 2, 4.2 and 9): archived entries, algorithms, identity,
 * steps, one commit, detached signatures. What is asked for and is not there is a refusal.
 */
final class TermsCheck {
    /** Where versions go that are kept for the record. */
    private static final RoleName ARCHIVE = new RoleName("targets/archive");

    /** Member of {@code custom}: true for an archived version. */
    private static final String ARCHIVED = "archived";

    /** Member of {@code custom}: whom a version is for. */
    private static final String IDENTITY = "identity";

    private final Terms terms;
    private final Proof proof;
    private final List<Check> checks;

    private TermsCheck(Terms terms, Proof proof, List<Check> checks) {
        this.terms = terms;
        this.proof = proof;
        this.checks = checks;
    }

    /**
     * Judges.
     *
     * @param attachments what is attached to the artifact, looked for only when signatures are demanded
     * @param checks gets the checks that are made
     */
    static Step<Proof> of(PinnedQuestion question, Proof proof, Supplier<Attachments> attachments, List<Check> checks) {
        try {
            TermsCheck check = new TermsCheck(question.terms(), proof, checks);
            check.archive();
            check.terms.algorithms().ifPresent(rule -> checks.add(AlgorithmCheck.of(rule, proof)));
            check.identity();
            check.steps();
            check.commit();
            check.signatures(question, attachments);
            return Step.done(proof);
        } catch (RejectedException e) {
            return Step.refused(e.reason());
        }
    }

    /** Archived versions are kept for the record, not for use (trust.md section 4.2). */
    private void archive() {
        boolean marked = proof.target().info().custom().orElse(Json.Obj.empty()) instanceof Json.Obj custom
                && custom.get(ARCHIVED).equals(Optional.of(new Json.Bool(true)));
        boolean archived = marked || proof.target().chain().contains(ARCHIVE);
        if (!archived) {
            return;
        }
        if (!terms.allowed().contains(Allowance.ARCHIVED)) {
            throw refused(
                    ReasonCode.ARCHIVED,
                    name() + " is an archived version",
                    "trust.4.2",
                    "use a version that is current; a rule of a policy with allowArchived takes archived ones");
        }
        checks.add(Check.note("trust.4.2", name() + " is an archived version"));
    }

    private void identity() {
        if (terms.evidence().identity().isEmpty()) {
            return;
        }
        String pattern = terms.evidence().identity().get();
        Optional<String> said = proof.target()
                .info()
                .custom()
                .filter(Json.Obj.class::isInstance)
                .flatMap(custom -> ((Json.Obj) custom).get(IDENTITY))
                .filter(Json.Text.class::isInstance)
                .map(text -> ((Json.Text) text).value());
        if (said.isEmpty() || !matches(pattern, said.get())) {
            throw refused(
                    ReasonCode.WRONG_IDENTITY,
                    name() + said.map(text -> " is signed for identity " + text).orElse(" is signed for no identity")
                            + ", demanded is " + pattern,
                    "trust.9",
                    "the publisher says it in custom.identity of the entry");
        }
        checks.add(Check.ok("trust.9.identity", said.get() + " matches " + pattern));
    }

    private static boolean matches(String pattern, String identity) {
        try {
            return new PathPattern(pattern).matches(new TargetPath(identity));
        } catch (JsonException e) {
            return false; // an identity that is no path matches none
        }
    }

    private void steps() {
        List<String> demanded = terms.evidence().steps();
        if (demanded.isEmpty()) {
            return;
        }
        Set<String> done = new LinkedHashSet<>();
        proven(proof.supply().provenance())
                .ifPresent(proven -> proven.verdict().steps().forEach(step -> done.add(step.item())));
        List<String> missing =
                demanded.stream().filter(step -> !done.contains(step)).toList();
        if (!missing.isEmpty()) {
            throw refused(
                    ReasonCode.MISSING_LINK,
                    "no accepted evidence of step " + String.join(", ", missing) + " of " + name(),
                    "trust.2.requireSteps",
                    done.isEmpty()
                            ? "no layout speaks about this name; the namespace's owner binds one with"
                                    + " `bulla attest REF --layout FILE --applies-to PATTERN`"
                            : "the layout that was met has the steps " + String.join(", ", done));
        }
        checks.add(Check.ok("trust.2.requireSteps", String.join(", ", demanded) + " have accepted evidence"));
    }

    private Optional<ProvenanceOutcome.Proven> proven(ProvenanceOutcome outcome) {
        return outcome instanceof ProvenanceOutcome.Proven proven
                        && proven.counts(terms.allowed().contains(Allowance.LISTED_LAYOUT))
                ? Optional.of(proven)
                : Optional.empty();
    }

    private void commit() {
        if (!terms.evidence().sameCommit()) {
            return;
        }
        Set<String> commits = new LinkedHashSet<>();
        List<ProvenanceOutcome> all = new ArrayList<>(List.of(proof.supply().provenance()));
        proof.supply()
                .images()
                .orElse(List.of())
                .forEach(image -> image.provenance().ifPresent(all::add));
        for (ProvenanceOutcome outcome : all) {
            proven(outcome)
                    .ifPresent(proven -> proven.verdict()
                            .steps()
                            .forEach(step ->
                                    commits.addAll(LinkRecord.of(step.link()).commits())));
        }
        if (commits.size() != 1) {
            throw refused(
                    ReasonCode.WRONG_COMMIT,
                    commits.isEmpty()
                            ? "no evidence of " + name() + " names a commit"
                            : "evidence of " + name() + " is of several commits: " + String.join(", ", commits),
                    "trust.2.sameCommit",
                    "commits are recorded with `bulla attest git`");
        }
        checks.add(Check.ok("trust.2.sameCommit", "all evidence is of commit " + String.join("", commits)));
    }

    private void signatures(PinnedQuestion question, Supplier<Attachments> attachments) {
        if (terms.signatures().isEmpty()) {
            return;
        }
        DetachedSignatures detached = DetachedSignatures.of(
                question.artifacts(), proof.artifact().descriptor(), attachments.get(), name(), question.at());
        for (RequiredSignature required : terms.signatures()) {
            String by =
                    required instanceof RequiredSignature.ByRole role ? "keys of " + role.role() : "the demanded keys";
            long counted = detached.by(quorum(required)).orThrow().stream()
                    .map(PublicKey::scheme)
                    .filter(scheme -> terms.algorithms()
                            .map(rule -> rule.allow().contains(scheme))
                            .orElse(true))
                    .count();
            if (counted < required.threshold()) {
                throw new RejectedException(Reason.of(
                                ReasonCode.THRESHOLD,
                                counted + " of " + by + " signed " + name() + ", " + required.threshold() + " must")
                        .with("section", "trust.9")
                        .with("valid", counted)
                        .with("threshold", required.threshold())
                        .hint("such a signature is made with `bulla sign`; a copy may have dropped it"));
            }
            checks.add(Check.ok(
                    "trust.9.signatures", counted + " of " + by + " signed, " + required.threshold() + " must"));
        }
    }

    private Quorum quorum(RequiredSignature required) {
        return switch (required) {
            case RequiredSignature.ByKeys keys -> Quorum.of(keys.keys(), keys.threshold());
            case RequiredSignature.ByRole role ->
                delegation(role.role())
                        .map(edge -> edge.keys().quorum())
                        .orElseThrow(() -> refused(
                                ReasonCode.NOT_DELEGATED,
                                "no verified role delegates " + name() + " to " + role.role(),
                                "trust.9",
                                "the namespace's owner adds it with `bulla role add`"));
        };
    }

    /** The delegation to a role by one of the roles that were verified, if it covers the target. */
    private Optional<DelegatedRole> delegation(String role) {
        List<Targets> delegators = new ArrayList<>();
        delegators.add(proof.roles().roles().targets().role());
        proof.roles().visited().stream().map(Signed::role).forEach(delegators::add);
        return delegators.stream()
                .flatMap(delegator -> delegator.delegations().to(new RoleName(role)).stream())
                .filter(edge -> edge.scope().covers(proof.target().path()))
                .findFirst();
    }

    private String name() {
        return proof.target().path().value();
    }

    private RejectedException refused(ReasonCode code, String message, String section, String hint) {
        return new RejectedException(Reason.of(code, message)
                .with("target", name())
                .with("section", section)
                .hint(hint));
    }
}
