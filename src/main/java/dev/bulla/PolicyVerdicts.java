package dev.bulla;

import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.policy.Coverage;
import dev.bulla.policy.Level;
import dev.bulla.policy.Question;
import dev.bulla.policy.Rule;
import dev.bulla.policy.TufRepository;
import dev.bulla.resolve.MapLookup;
import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.PinnedVerification;
import dev.bulla.resolve.PolicyFile;
import dev.bulla.resolve.Proof;
import dev.bulla.tuf.TargetInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Judges an artifact by the rules of a policy and says it as a verdict. Each repository is asked as a pinned root is asked;
 * the rules say which, under what name, and how many must agree.
 */
final class PolicyVerdicts implements MapLookup.Asking<Proof> {
    private final PolicyFile file;
    private final PolicyRepositories repositories;
    private final ReadAhead source;
    private final Reference asked;
    private final boolean resolving;
    private final Instant at;
    private final ProofListener listener;
    private final PolicyImages images;
    /** Checks by repository; several are asked at a time. */
    private final Map<String, List<Check>> checks = new ConcurrentSkipListMap<>();

    private PolicyVerdicts(
            ProofListener listener,
            PolicyFile file,
            PolicyRepositories repositories,
            ReadAhead source,
            Reference asked,
            boolean resolving,
            Instant at) {
        this.listener = listener;
        this.file = file;
        this.repositories = repositories;
        this.source = source;
        this.asked = asked;
        this.resolving = resolving;
        this.at = at;
        this.images = new PolicyImages(file.policy(), source, this::image);
    }

    /**
     * Judges {@code asked} in a place that is open.
     *
     * @param resolving true when the artifact that the roles list is wanted, whatever the tag names
     */
    static Verdict of(
            Places places,
            Trust trust,
            PolicyFile file,
            Source source,
            Reference asked,
            boolean resolving,
            Instant at) {
        PolicyRepositories repositories = new PolicyRepositories(places, file, trust, at);
        try (ReadAhead ahead = ReadAhead.of(source, places.cache(source.place()))) {
            Verdict verdict =
                    new PolicyVerdicts(trust.listener(), file, repositories, ahead, asked, resolving, at).verdict();
            if (verdict instanceof Verdict.Trusted) {
                ahead.keep();
            }
            return verdict;
        }
    }

    private Verdict verdict() {
        MapLookup.Outcome<Proof> outcome = new MapLookup<Proof>(this, PolicyVerdicts::info)
                .decide(file.policy().coverage(asked));
        return switch (outcome.step()) {
            case Step.Done<MapLookup.Answer<Proof>> done ->
                switch (done.value()) {
                    case MapLookup.Agreed<Proof> agreed -> agreed(agreed);
                    case MapLookup.Signed<Proof> signed -> byKeys(signed.by());
                    case MapLookup.Unsigned<Proof> unsigned -> allowed(unsigned.rule(), Optional.empty());
                };
            case Step.Refused<MapLookup.Answer<Proof>> refused -> refused(outcome.by(), refused.reason());
        };
    }

    /** Keys in hand, as {@code verify --key} has it; a reference with a tag needs a tag record. */
    private Verdict byKeys(Coverage.Signed by) {
        KeyRule rule = new KeyRule(by.keys().keys(), by.keys().threshold(), by.name());
        Verdict verdict = repositories.byKeys(source, asked, rule, at);
        return verdict instanceof Verdict.Rejected rejected
                ? refused(
                        Optional.of(by.rule()),
                        rejected.reason().with("rule", by.rule().place()))
                : verdict;
    }

    /** An image at the place of the bundle, by the rule for its own name. */
    private Optional<Proof> image(Digest image, Coverage coverage) {
        PolicyVerdicts one =
                new PolicyVerdicts(ProofListener.NONE, file, repositories, source, asked.withDigest(image), false, at);
        return new MapLookup<Proof>(one, PolicyVerdicts::info).decide(coverage).step()
                                instanceof Step.Done<MapLookup.Answer<Proof>> done
                        && done.value() instanceof MapLookup.Agreed<Proof> agreed
                ? Optional.of(best(agreed))
                : Optional.empty();
    }

    /** The vote that proves most; all of them agree on the content. */
    private static Proof best(MapLookup.Agreed<Proof> agreed) {
        Proof best = agreed.votes().get(0).answer();
        for (MapLookup.Vote<Proof> vote : agreed.votes()) {
            Level level = vote.answer().supply().level();
            if (level.meets(best.supply().level())) {
                best = level == best.supply().level() ? best : vote.answer();
            }
        }
        return best;
    }

    private static TargetInfo info(Proof proof) {
        return proof.target().info();
    }

    @Override
    public Step<Proof> ask(String name, Question question) {
        TufRepository repository = repositories.named(name);
        try (PolicyRepositories.Opened opened = repositories.open(repository)) {
            String target = question.target();
            String names = question.anyTag() ? target : target.substring(0, target.lastIndexOf(':'));
            List<Source> sources = opened.sources();
            boolean copied = sources.isEmpty() || !target.equals(asked.toString());
            PinnedQuestion pinned = new PinnedQuestion(
                    asked,
                    names,
                    question.anyTag() ? Optional.empty() : Optional.of(target),
                    repositories.authority(repository, opened),
                    source,
                    sources.stream().findFirst(),
                    at,
                    question.terms(repository),
                    new PinnedQuestion.Manner(
                            sources.stream().skip(1).toList(), copied, resolving, repositories::nearby));
            Proof.Outcome outcome = PinnedVerification.of(pinned);
            checks.put(name, outcome.checks());
            outcome.proof().ifPresent(proof -> listener.proven(pinned, proof));
            if (outcome.step() instanceof Step.Done<Proof>) {
                opened.keep();
            }
            return outcome.step();
        }
    }

    /**
     * A search by name that came to its end under verified roles. A search by digest proves nothing of the kind: the names
     * that it tries are hints, which a registry can hide.
     */
    @Override
    public boolean provesAbsence(Question question, Reason refusal) {
        boolean silent = refusal.code() == ReasonCode.NOT_A_TARGET || refusal.code() == ReasonCode.UNSIGNED_REQUIRED;
        return silent && !question.anyTag() && "5.7.2".equals(refusal.facts().get("section"));
    }

    private Verdict agreed(MapLookup.Agreed<Proof> agreed) {
        Rule rule = agreed.question().rule();
        Proof first = agreed.votes().get(0).answer();
        for (MapLookup.Vote<Proof> vote : agreed.votes()) {
            if (!vote.answer().artifact().digest().equals(first.artifact().digest())) {
                return refused(
                        Optional.of(rule),
                        Reason.of(ReasonCode.AMBIGUOUS, asked + " changed while it was judged")
                                .hint("run it again, or ask by digest"));
            }
        }
        List<Check> all = new ArrayList<>();
        List<String> names =
                agreed.votes().stream().map(MapLookup.Vote::repository).toList();
        all.add(Check.ok(
                "policy." + rule.place(),
                String.join(", ", names) + (names.size() > 1 ? " agree" : " vouches") + "; "
                        + agreed.question().threshold() + " needed"));
        agreed.others().forEach(line -> all.add(Check.note("policy." + rule.place(), line)));
        names.forEach(name -> all.addAll(checks.getOrDefault(name, List.of())));
        Proof best = best(agreed);
        Proof proof = best.withSupply(best.supply().elsewhere(images.beside(agreed.question())));
        Verdict.Trusted trusted = PinnedVerdicts.trusted(asked, proof, all);
        Verdict judged = trusted.atLeast(agreed.question().ask().least().toString());
        if (judged instanceof Verdict.Trusted) {
            agreed.votes().forEach(vote -> repositories.trusted(vote.repository(), vote.answer()));
        }
        return judged instanceof Verdict.Rejected rejected
                ? refused(Optional.of(rule), rejected.reason().with("rule", rule.place()))
                : judged;
    }

    private Verdict refused(Optional<Rule> by, Reason reason) {
        if (by.isPresent() && by.get().mode() == Rule.Mode.WARN) {
            return allowed(by.get(), Optional.of(reason));
        }
        return new Verdict.Rejected(asked, reason, made());
    }

    private Verdict allowed(Rule rule, Optional<Reason> reason) {
        Manifest artifact = source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
        List<Check> all = new ArrayList<>(made());
        boolean bare = reason.isEmpty();
        Level level = bare ? images.unsigned(artifact, all) : Level.L0;
        Verdict.Allowed allowed =
                new Verdict.Allowed(asked, artifact.descriptor(), rule.place(), reason, level.toString(), all);
        if (rule.decision() instanceof Rule.AllowUnsigned action && bare && !level.meets(action.least())) {
            return refused(Optional.of(rule), tooLow(rule, level, action.least()));
        }
        return allowed;
    }

    private Reason tooLow(Rule rule, Level level, Level least) {
        return Reason.of(
                        ReasonCode.LEVEL_TOO_LOW,
                        asked + " reaches level " + level + ", and level " + least + " is demanded")
                .with("level", level.toString())
                .with("demanded", least.toString())
                .with("rule", rule.place())
                .hint("every image of an unsigned bundle must be signed by itself");
    }

    private List<Check> made() {
        List<Check> made = new ArrayList<>();
        checks.values().forEach(made::addAll);
        return made;
    }
}
