package dev.bulla.resolve;

import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Source;
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

/**
 * Judges an artifact by a pinned root (trust.md section 3): the roles from the TUF repository of its namespace, or where
 * that has no head from the capsules attached to the artifact; the role chain; the target; what the place holds. Nothing
 * that is missing passes, and only verified files are remembered, at the steps that the specification names.
 */
public final class PinnedVerification {
    private final PinnedQuestion question;
    private final ReadAhead artifacts;
    private final List<Check> checks = new ArrayList<>();

    private final FreshnessCheck freshness;

    private PinnedVerification(PinnedQuestion question, FreshnessCheck freshness) {
        this.question = question;
        this.artifacts = ReadAhead.of(question.artifacts(), BlobCache.NONE);
        this.freshness = freshness;
    }

    /**
     * Judges.
     *
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.BullaException when a place gives no usable answer: never taken for absence
     */
    public static Proof.Outcome of(PinnedQuestion question) {
        List<ReadAhead> opened = new ArrayList<>();
        try {
            PinnedQuestion asked =
                    question.readingAhead(ahead(question.artifacts(), opened), trust -> ahead(trust, opened));
            return FreshnessFallback.of(asked, outcome(asked, new CurrentRoles(asked)), PinnedVerification::outcome);
        } finally {
            opened.forEach(ReadAhead::close);
        }
    }

    /** A place that can be asked ahead; one that the caller made so stays the caller's to close. */
    private static ReadAhead ahead(Source place, List<ReadAhead> opened) {
        ReadAhead ahead = ReadAhead.of(place, BlobCache.NONE);
        if (ahead != place) {
            opened.add(ahead);
        }
        return ahead;
    }

    private static Proof.Outcome outcome(PinnedQuestion question, FreshnessCheck freshness) {
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

    private Step<Proof> judge() {
        FirstWave wave = FirstWave.of(question, artifacts);
        wave.artifact().ifPresent(new TargetAhead(artifacts)::index);
        if (wave.artifact().isEmpty() && !question.resolvesTag()) {
            throw new NotFoundException(question.asked() + " does not exist");
        }
        LazyAttachments attachments = new LazyAttachments(question, wave.artifact(), checks);
        try (RoleDirectory memory = question.authority().memory().get()) {
            SeenTargets seen =
                    new SeenTargets(memory, question.terms().allowed().contains(Allowance.SEQ_DECREASE));
            RollbackGuard guard = new RollbackGuard(question, memory, checks);
            return guard.clock()
                    .then(ok -> new RoleUpdate(question, attachments, memory, checks)
                            .from(wave, freshness.time(), updated -> judged(updated, guard)))
                    .then(standing -> find(standing, wave.artifact(), attachments))
                    .then(freshness::complete)
                    .then(guard::complete)
                    .then(seen::notOlder)
                    .map(seen::remember);
        }
    }

    /** How old the roles may be, and what would have told older ones. */
    private Step<Standing> judged(RoleUpdate.Updated updated, RollbackGuard guard) {
        return freshness
                .of(updated.roles())
                .then(grade -> guard.of(updated.roles().roles(), updated.timestamps())
                        .map(protections -> new Freshness(grade.grade(), grade.seen(), grade.until(), protections)))
                .map(grade -> new Standing(updated, grade));
    }

    /** Roles that are trusted and fresh enough. */
    private record Standing(RoleUpdate.Updated updated, Freshness freshness) {}

    private Step<Proof> find(Standing standing, Optional<Manifest> tagged, LazyAttachments attachments) {
        Lookup roles = standing.updated().roles();
        List<RoleChecks.Vouched> chain = new ArrayList<>(RoleChecks.of(roles.roles()));
        checks.addAll(RoleChecks.update(chain));
        return SignedExtras.check(roles.roles(), question.authority().origin())
                .then(made -> {
                    checks.addAll(made);
                    return new TargetSearch(roles, question, attachments::get, checks).find(attachments.subject());
                })
                .then(named -> {
                    List<RoleChecks.Vouched> delegated = RoleChecks.delegated(named.target());
                    chain.addAll(delegated);
                    checks.addAll(RoleChecks.search(delegated, named.target()));
                    return RoleChecks.allBound(roles.roles(), named.target())
                            .then(ok -> new Resolution(question, checks).of(named.target(), tagged))
                            .then(artifact -> proof(standing, named, artifact, chain, attachments));
                });
    }

    private Step<Proof> proof(
            Standing standing,
            TargetSearch.Named named,
            Manifest artifact,
            List<RoleChecks.Vouched> chain,
            LazyAttachments attachments) {
        Lookup roles = standing.updated().roles();
        new TargetAhead(artifacts).entry(roles, named.target(), artifact);
        return TargetMatch.of(
                        named.target(),
                        artifact,
                        artifacts,
                        checks,
                        question.terms().allowed())
                .then(bundle -> new SupplyChain(question, roles, checks)
                        .judge(named.target(), artifact, bundle)
                        .map(facts -> new Proof(
                                artifact,
                                roles,
                                named.target(),
                                chain,
                                bundle,
                                standing.updated().attached(),
                                named.otherNames(),
                                facts,
                                standing.freshness(),
                                attachments.subject().filter(tagged -> !tagged.equals(artifact.digest())),
                                named.channel())))
                .then(proof -> TermsCheck.of(question, proof, () -> attachments.of(artifact), checks));
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
