package dev.bulla.resolve;

import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Allowance;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges an artifact by a pinned root (trust.md section 3): the roles from the TUF repository of its namespace, or where
 * that has no head from the capsules attached to the artifact; the role chain; the target; what the place holds. Nothing
 * that is missing passes, and only verified files are remembered, at the steps that the specification names.
 */
public final class PinnedVerification {
    private final PinnedQuestion question;
    private final List<Check> checks = new ArrayList<>();

    private final FreshnessCheck freshness;

    private PinnedVerification(PinnedQuestion question, FreshnessCheck freshness) {
        this.question = question;
        this.freshness = freshness;
    }

    /**
     * Judges.
     *
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.BullaException when a place gives no usable answer: never taken for absence
     */
    public static Proof.Outcome of(PinnedQuestion question) {
        Proof.Outcome now = of(question, new CurrentRoles(question));
        return FreshnessFallback.of(question, now, PinnedVerification::of);
    }

    private static Proof.Outcome of(PinnedQuestion question, FreshnessCheck freshness) {
        PinnedVerification verification = new PinnedVerification(question, freshness);
        Step<Proof> step;
        try {
            step = verification.judge();
        } catch (RejectedException e) {
            step = Step.refused(e.reason());
        }
        if (step instanceof Step.Refused<Proof> refused) {
            verification.noteFailure(refused.reason());
        }
        return new Proof.Outcome(verification.checks, step);
    }

    /** The two documents that nothing else has to be known for. */
    private record FirstWave(Optional<Manifest> artifact, Optional<HeadSource> head) {}

    private Step<Proof> judge() {
        FirstWave wave = firstWave();
        Manifest artifact =
                wave.artifact().orElseThrow(() -> new NotFoundException(question.asked() + " does not exist"));
        Optional<HeadSource> head = wave.head();
        LazyAttachments attachments = new LazyAttachments(question, artifact, checks);
        List<HeadSource> capsules =
                head.isPresent() || !question.authority().attached() ? List.of() : attachments.capsules();
        if (head.isEmpty() && capsules.isEmpty()) {
            return Step.refused(attachments.noRoles());
        }
        try (RoleDirectory memory = question.authority().memory().get()) {
            SeenTargets seen =
                    new SeenTargets(memory, question.terms().allowed().contains(Allowance.SEQ_DECREASE));
            RollbackGuard guard = new RollbackGuard(question, memory, checks);
            return guard.clock()
                    .then(ok -> new RoleUpdate(question, attachments, checks)
                            .from(head, capsules, memory, freshness.time()))
                    .then(updated -> judged(updated, guard).then(grade -> find(updated, artifact, attachments, grade)))
                    .then(freshness::complete)
                    .then(guard::complete)
                    .then(seen::notOlder)
                    .map(seen::remember);
        }
    }

    /** How old the roles may be, and what would have told older ones. */
    private Step<Freshness> judged(RoleUpdate.Updated updated, RollbackGuard guard) {
        return freshness
                .of(updated.roles())
                .then(grade -> guard.of(updated.roles().roles(), updated.timestamps())
                        .map(protections -> new Freshness(grade.grade(), grade.seen(), grade.until(), protections)));
    }

    private FirstWave firstWave() {
        List<Supplier<FirstWave>> questions = new ArrayList<>();
        questions.add(() -> new FirstWave(question.artifacts().manifest(question.asked()), Optional.empty()));
        question.trust().ifPresent(trust -> questions.add(() -> new FirstWave(Optional.empty(), HeadSource.at(trust))));
        List<FirstWave> wave = new Parallel(questions.size()).map(questions, Supplier::get);
        return new FirstWave(wave.get(0).artifact(), wave.get(wave.size() - 1).head());
    }

    private Step<Proof> find(
            RoleUpdate.Updated updated, Manifest artifact, LazyAttachments attachments, Freshness grade) {
        Lookup roles = updated.roles();
        List<RoleChecks.Vouched> chain = new ArrayList<>(RoleChecks.of(roles.roles()));
        checks.addAll(RoleChecks.update(chain));
        return SignedExtras.check(roles.roles(), question.authority().origin()).then(made -> {
            checks.addAll(made);
            TargetSearch search = new TargetSearch(roles, question, attachments::get);
            return search.find(artifact.digest()).then(named -> {
                List<RoleChecks.Vouched> delegated = RoleChecks.delegated(named.target());
                chain.addAll(delegated);
                checks.addAll(RoleChecks.search(delegated, named.target()));
                return RoleChecks.allBound(roles.roles(), named.target())
                        .then(ok -> TargetMatch.of(
                                named.target(),
                                artifact,
                                question.artifacts(),
                                checks,
                                question.terms().allowed()))
                        .then(bundle -> new SupplyChain(question, roles, checks)
                                .judge(named.target(), artifact, bundle)
                                .map(facts -> new Proof(
                                        artifact,
                                        roles,
                                        named.target(),
                                        chain,
                                        bundle,
                                        updated.attached(),
                                        named.otherNames(),
                                        facts,
                                        grade)))
                        .then(proof -> TermsCheck.of(question, proof, attachments::get, checks));
            });
        });
    }

    private void noteFailure(Reason reason) {
        boolean noted = checks.stream().anyMatch(check -> check.result() == Check.Result.FAILED);
        if (!noted) {
            Object section = reason.facts().getOrDefault("section", "");
            String number = String.valueOf(section);
            String name = number.isEmpty() ? "verify" : number.startsWith("trust.") ? number : "tuf." + number;
            checks.add(Check.failed(name, reason.message()));
        }
    }
}
