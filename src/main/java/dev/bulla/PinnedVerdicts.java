package dev.bulla;

import dev.bulla.cnab.Bundle;
import dev.bulla.crypto.KeyId;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.resolve.Freshness;
import dev.bulla.resolve.ImageFacts;
import dev.bulla.resolve.PinnedQuestion;
import dev.bulla.resolve.PinnedVerification;
import dev.bulla.resolve.Proof;
import dev.bulla.resolve.ProvenanceOutcome;
import dev.bulla.resolve.RememberedHead;
import dev.bulla.resolve.RoleChecks;
import dev.bulla.trust.Pin;
import dev.bulla.trust.PinDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges artifacts by pinned roots and says it as verdicts. */
final class PinnedVerdicts {
    private final Places places;
    private final PinnedRoots roots;
    private final ProofListener listener;
    private final TrustLock lock;

    PinnedVerdicts(Places places, Trust trust) {
        this.places = places;
        this.roots = trust.roots();
        this.listener = trust.listener();
        this.lock = trust.lock();
    }

    /**
     * Judges {@code asked} in a place that is open.
     *
     * @param as the name under which it was signed, if the caller says so
     * @param resolving true when the artifact that the roles list is wanted, whatever the tag names
     */
    Verdict of(Source source, Reference asked, Optional<String> as, boolean resolving, Instant at) {
        Optional<Reference> name = as.map(Reference::parse);
        Optional<Pin> pin = roots.covering(asked, name);
        if (pin.isEmpty()) {
            return new Verdict.Rejected(asked, noTrustRoot(name.orElse(asked)), List.of());
        }
        TrustRepository repository = name.isEmpty()
                ? pin.get().trustRepository()
                : Namespace.of(PinDirectory.spelled(asked.place())).trustRepository();
        boolean copied = name.isPresent() || pin.get().relocated();
        try (ReadAhead artifacts = ReadAhead.of(source, places.cache(source.place()));
                OpenTrust trust = open(repository, asked, pin.get())) {
            PinnedQuestion question = question(
                    asked,
                    name,
                    pin.get(),
                    artifacts,
                    trust.source(),
                    at,
                    new PinnedQuestion.Manner(List.of(), copied, resolving, places::nearby));
            Verdict verdict = judge(question, pin.get());
            if (verdict instanceof Verdict.Trusted) {
                artifacts.keep();
                trust.keep(head -> roots.memories().keepHead(pin.get(), head));
            }
            return verdict;
        }
    }

    /** The TUF repository, unless it is out of reach or an image layout that does not exist. */
    private OpenTrust open(TrustRepository repository, Reference asked, Pin pin) {
        if (places.isOutOfReach(repository.place())) {
            return OpenTrust.NONE;
        }
        try {
            return OpenTrust.of(
                    RememberedHead.of(
                            places.reading(repository), roots.memories().head(pin)),
                    places.cache(repository.place()));
        } catch (NotFoundException e) {
            if (repository.place().equals(PinDirectory.spelled(asked.place()))) {
                throw e;
            }
            return OpenTrust.NONE;
        }
    }

    private PinnedQuestion question(
            Reference asked,
            Optional<Reference> name,
            Pin pin,
            ReadAhead artifacts,
            Optional<Source> trust,
            Instant at,
            PinnedQuestion.Manner manner) {
        Reference named = name.orElse(asked);
        // without tag and digest a layout's only artifact is meant, which is then asked for by its digest
        Optional<Tag> tag = named.tag();
        String names = pin.targetName(PinDirectory.spelled(named.place()), Tag.LATEST)
                .map(latest -> latest.substring(0, latest.length() - ":latest".length()))
                .orElse(pin.names());
        return new PinnedQuestion(
                asked,
                names,
                tag.map(known -> names + ":" + known),
                new PinnedQuestion.Authority(
                        () -> roots.memories().open(pin),
                        Optional.of(pin.origin()),
                        Optional.empty(),
                        true,
                        lock.bounds(pin.origin())),
                artifacts,
                trust,
                at,
                PinDemands.of(pin.terms()),
                manner);
    }

    private Verdict judge(PinnedQuestion question, Pin pin) {
        Proof.Outcome outcome = PinnedVerification.of(question);
        outcome.proof().ifPresent(proof -> listener.proven(question, proof));
        return outcome.step()
                .fold(
                        proof -> {
                            lock.trusted(pin.origin(), proof, question.at());
                            return trusted(question.asked(), proof, outcome.checks());
                        },
                        reason -> new Verdict.Rejected(question.asked(), reason, outcome.checks()));
    }

    static Verdict.Trusted trusted(Reference asked, Proof proof, List<Check> checks) {
        List<Verdict.Role> chain =
                proof.chain().stream().map(PinnedVerdicts::role).toList();
        Instant nearest = chain.stream()
                .map(Verdict.Role::expires)
                .min(Instant::compareTo)
                .orElseThrow();
        Verdict.Role last = chain.get(chain.size() - 1);
        return new Verdict.Trusted(
                asked,
                proof.artifact().descriptor(),
                last.keyIds(),
                last.threshold(),
                Optional.empty(),
                proof.otherNames(),
                proof.bundle().map(PinnedVerdicts::facts),
                Optional.of(new Verdict.Vouching(
                        proof.target().path().value(),
                        chain,
                        nearest,
                        proof.attached(),
                        proof.supply().level().toString(),
                        provenance(proof),
                        proof.supply().images().orElse(List.of()).stream()
                                .map(PinnedVerdicts::image)
                                .toList(),
                        freshness(proof.freshness()),
                        protections(proof.freshness()),
                        proof.drift())),
                Stream.concat(checks.stream(), proof.supply().checks().stream()).toList());
    }

    private static Verdict.Image image(ImageFacts facts) {
        return new Verdict.Image(facts.image().label(), facts.signedAs(), facts.counts(), facts.refusal());
    }

    private static Verdict.Freshness freshness(Freshness judged) {
        Verdict.Freshness.Grade grade = switch (judged.grade()) {
            case FRESH -> Verdict.Freshness.Grade.FRESH;
            case RECEIPT -> Verdict.Freshness.Grade.RECEIPT;
            case DEGRADED -> Verdict.Freshness.Grade.DEGRADED;
        };
        return new Verdict.Freshness(grade, judged.seen(), judged.until());
    }

    private static List<Verdict.Protection> protections(Freshness judged) {
        List<Verdict.Protection> protections = new ArrayList<>();
        for (Freshness.Protection protection : judged.protections()) {
            protections.add(
                    switch (protection) {
                        case WITNESS -> Verdict.Protection.WITNESS;
                        case LOCK -> Verdict.Protection.LOCK;
                        case STATE -> Verdict.Protection.STATE;
                    });
        }
        return protections.isEmpty() ? List.of(Verdict.Protection.NONE) : protections;
    }

    private static Optional<Verdict.Provenance> provenance(Proof proof) {
        return proof.supply().provenance() instanceof ProvenanceOutcome.Proven proven
                ? Optional.of(new Verdict.Provenance(
                        proven.layout().value(), proven.bound(), proof.supply().counts(), proven.verdict()))
                : Optional.empty();
    }

    static Verdict.BundleFacts facts(Bundle bundle) {
        return new Verdict.BundleFacts(
                bundle.name(), bundle.version(), bundle.images().size());
    }

    static Verdict.Role role(RoleChecks.Vouched vouched) {
        List<String> keyIds = new ArrayList<>();
        vouched.signers().stream().map(KeyId::value).forEach(keyIds::add);
        return new Verdict.Role(
                vouched.name().value(),
                vouched.file().role().version(),
                vouched.file().role().expires(),
                vouched.threshold(),
                keyIds);
    }

    private static Reason noTrustRoot(Reference name) {
        Namespace namespace = Namespace.of(name.place());
        return Reason.of(ReasonCode.NO_TRUST_ROOT, "no trust root for " + name)
                .hint("pin the root of its publisher: bulla trust add " + namespace + " --root sha256:FINGERPRINT")
                .hint("or give the public keys of those you trust with --key");
    }
}
