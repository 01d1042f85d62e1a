package dev.bulla.resolve;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.Client;
import dev.bulla.tuf.Lookup;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TufLimits;
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
    private final PinnedQuestion.Authority authority;
    private final TufLimits limits = TufLimits.defaults();
    private final List<Check> checks = new ArrayList<>();
    private Optional<Attachments> attachments = Optional.empty();

    private PinnedVerification(PinnedQuestion question) {
        this.question = question;
        this.authority = question.authority();
    }

    /**
     * Judges.
     *
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.BullaException when a place gives no usable answer: never taken for absence
     */
    public static Proof.Outcome of(PinnedQuestion question) {
        PinnedVerification verification = new PinnedVerification(question);
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
        List<Supplier<FirstWave>> questions = new ArrayList<>();
        questions.add(() -> new FirstWave(question.artifacts().manifest(question.asked()), Optional.empty()));
        question.trust().ifPresent(trust -> questions.add(() -> new FirstWave(Optional.empty(), HeadSource.at(trust))));
        List<FirstWave> wave = new Parallel(questions.size()).map(questions, Supplier::get);
        Manifest artifact =
                wave.get(0).artifact().orElseThrow(() -> new NotFoundException(question.asked() + " does not exist"));
        Optional<HeadSource> head = wave.get(wave.size() - 1).head();
        List<HeadSource> capsules = head.isPresent() || !authority.attached() ? List.of() : capsules(artifact);
        if (head.isEmpty() && capsules.isEmpty()) {
            return Step.refused(noRoles(artifact));
        }
        try (RoleDirectory memory = authority.memory().get()) {
            Step<Lookup> roles = head.isPresent()
                    ? refreshed(head.get(), memory)
                    : refresh(new AttachedRoles(capsules, trustedRoot(memory)), memory);
            Optional<Lookup> copied = head.isPresent() ? besideForeignHead(roles, artifact, memory) : Optional.empty();
            SeenTargets seen = new SeenTargets(memory);
            return copied.map(Step::done)
                    .orElse(roles)
                    .then(trusted -> find(trusted, artifact, head.isEmpty() || copied.isPresent()))
                    .then(seen::notOlder)
                    .map(seen::remember);
        }
    }

    /**
     * At a place that artifacts were copied to, the TUF repository may be somebody else's: its roles are not signed by the
     * keys that are pinned, and say nothing against the capsule that came along.
     */
    private Optional<Lookup> besideForeignHead(Step<Lookup> ofHead, Manifest artifact, RoleDirectory memory) {
        if (!(ofHead instanceof Step.Refused<Lookup> refused)
                || refused.reason().code() != ReasonCode.THRESHOLD
                || !authority.attached()) {
            return Optional.empty();
        }
        List<HeadSource> capsules = capsules(artifact);
        if (!capsules.isEmpty()
                && refresh(new AttachedRoles(capsules, trustedRoot(memory)), memory)
                        instanceof Step.Done<Lookup> copied) {
            checks.add(
                    Check.note("head", "of another owner: " + refused.reason().message()));
            return Optional.of(copied.value());
        }
        return Optional.empty();
    }

    /**
     * Another run may have remembered a newer head after this one had fetched its own: what looks like a rollback is looked
     * at again with the head as it is now.
     */
    private Step<Lookup> refreshed(HeadSource head, RoleDirectory memory) {
        Step<Lookup> first = refresh(head, memory);
        if (first instanceof Step.Refused<Lookup> refused && refused.reason().code() == ReasonCode.ROLLBACK) {
            Optional<HeadSource> now = question.trust().flatMap(HeadSource::at);
            if (now.isPresent()
                    && !now.get().files().digest().equals(head.files().digest())) {
                return refresh(now.get(), memory);
            }
        }
        return first;
    }

    private Step<Lookup> refresh(RoleSource source, RoleDirectory memory) {
        Client client = new Client(source, new DiskRoleMemory(memory, limits.listedBytes()), limits, line -> {});
        return authority
                .start()
                .map(start -> client.startingAt(start.name(), start.keys()))
                .orElse(client)
                .refresh(question.at());
    }

    private Bytes trustedRoot(RoleDirectory memory) {
        return memory.read(RoleName.ROOT.value(), limits.rootBytes())
                .orElseThrow(() -> new RejectedException(ReasonCode.NO_TRUST_ROOT, "no trusted root is here"));
    }

    private Step<Proof> find(Lookup roles, Manifest artifact, boolean attached) {
        List<RoleChecks.Vouched> chain = new ArrayList<>(RoleChecks.of(roles.roles()));
        checks.addAll(RoleChecks.update(chain));
        return SignedExtras.check(roles.roles(), authority.origin()).then(made -> {
            checks.addAll(made);
            TargetSearch search = new TargetSearch(roles, question, () -> attachments(artifact));
            return search.find(artifact.digest()).then(named -> {
                List<RoleChecks.Vouched> delegated = RoleChecks.delegated(named.target());
                chain.addAll(delegated);
                checks.addAll(RoleChecks.search(delegated, named.target()));
                return RoleChecks.allBound(roles.roles(), named.target())
                        .then(ok -> TargetMatch.of(named.target(), artifact, question.artifacts(), checks))
                        .then(bundle -> new SupplyChain(question, roles, checks)
                                .judge(named.target(), artifact, bundle)
                                .map(facts -> new Proof(
                                        artifact,
                                        roles,
                                        named.target(),
                                        chain,
                                        bundle,
                                        attached,
                                        named.otherNames(),
                                        facts)));
            });
        });
    }

    /** The capsules of the artifact that can be read; what is wrong with the others is noted. */
    private List<HeadSource> capsules(Manifest artifact) {
        List<HeadSource> capsules = new ArrayList<>();
        attachments(artifact).of(Kind.CAPSULE).forEach(capsule -> {
            switch (RoleFiles.read(capsule.manifest())) {
                case Step.Done<RoleFiles> done ->
                    capsules.add(HeadSource.ofCapsule(question.artifacts(), done.value()));
                case Step.Refused<RoleFiles> refused ->
                    checks.add(
                            Check.note("capsule", "ignored: " + refused.reason().message()));
            }
        });
        return capsules;
    }

    private Attachments attachments(Manifest artifact) {
        if (attachments.isEmpty()) {
            Digest digest = artifact.digest();
            attachments = Optional.of(Attachments.of(
                    question.artifacts(), digest, question.asked().tag()));
        }
        return attachments.get();
    }

    private Reason noRoles(Manifest artifact) {
        boolean other = attachments(artifact).found().stream().anyMatch(one -> one.kind() != Kind.OTHER);
        String where = question.trust()
                .map(trust -> "no TUF repository at " + trust.place())
                .orElse("no TUF repository to ask");
        Reason reason = other
                ? Reason.of(
                        ReasonCode.INCOMPLETE,
                        question.asked() + " has attachments but no capsule, and there is " + where)
                : Reason.of(
                        ReasonCode.UNSIGNED_REQUIRED, question.asked() + " has no attachments, and there is " + where);
        return reason.hint(
                "if it was relocated, the copy may have dropped what was attached; use `bulla copy`, or copy the tag"
                        + " ending in .signed as well");
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
