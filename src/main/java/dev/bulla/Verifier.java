package dev.bulla;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.LightResult;
import dev.bulla.attach.LightRule;
import dev.bulla.attach.LightVerification;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.Representation;
import dev.bulla.cnab.RepresentationCheck;
import dev.bulla.cnab.TrustedBundle;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.Quorum;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.relocate.DeepRead;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says whether an artifact is trusted, and why. Judging is a value ({@link Verdict}); what cannot be reached, found or read
 * is an exception of {@code dev.bulla.outcome}.
 */
public final class Verifier {
    private final Places places;
    private final boolean deep;
    private final Progress progress;

    /**
     * A verifier over {@code places}.
     *
     * @param deep true to fetch and hash every byte of the artifact's tree as well
     */
    public Verifier(Places places, boolean deep, Progress progress) {
        this.places = places;
        this.deep = deep;
        this.progress = progress;
    }

    /** A verifier that reads what has to be read to judge, and reports no progress. */
    public static Verifier of(Places places) {
        return new Verifier(places, false, Progress.NONE);
    }

    /**
     * Judges {@code asked} with keys in hand.
     *
     * @param at the time that expiries are compared with
     * @throws NotFoundException when there is no such artifact
     */
    public Verdict verify(Reference asked, KeyRule rule, Instant at) {
        try (Source source = places.reading(asked.place())) {
            return verify(source, asked, rule, at);
        } catch (RejectedException e) {
            return new Verdict.Rejected(asked, e.reason(), List.of());
        }
    }

    /**
     * Judges {@code asked} by the roots that are pinned, or by the policy in their place: the role chain of its namespace,
     * its entry there, and what the place holds (trust.md section 3).
     *
     * @param as the name under which it was signed, where the pin of its place does not say so; under a policy its rules
     *     alone make names
     * @param at the start time; expiries are compared with it
     * @return {@code NO_TRUST_ROOT} when no pin covers it
     * @throws NotFoundException when there is no such artifact
     */
    public Verdict verify(Reference asked, Trust trust, Optional<String> as, Instant at) {
        try (Source source = places.reading(asked.place())) {
            return verify(source, asked, trust, as, at);
        } catch (RejectedException e) {
            return new Verdict.Rejected(asked, e.reason(), List.of());
        }
    }

    /** As {@link #verify(Reference, Trust, Optional, Instant)} by the name that the pin of its place says. */
    public Verdict verify(Reference asked, Trust trust, Instant at) {
        return verify(asked, trust, Optional.empty(), at);
    }

    /**
     * Judges the artifact that trusted roles list under the name of {@code asked}, whatever its tag names: the verdict says
     * what to deploy, and its {@link Verdict.Vouching#drift} what the tag names instead.
     *
     * @param as as in {@link #verify(Reference, Trust, Optional, Instant)}
     * @throws NotFoundException when what the roles list is not at the place
     */
    public Verdict resolve(Reference asked, Trust trust, Optional<String> as, Instant at) {
        try (Source source = places.reading(asked.place())) {
            return deeply(source, verdict(source, asked, trust, as, true, at));
        } catch (RejectedException e) {
            return new Verdict.Rejected(asked, e.reason(), List.of());
        }
    }

    /** What a local file may be. */
    public enum LocalForm {
        /** A plain {@code bundle.json}; its images are not looked at, since it holds none. */
        BUNDLE_JSON,
        /** A thick bundle: a tar or gzipped tar (CNAB 104). */
        THICK,
        /** A tar file of an image layout. */
        LAYOUT
    }

    /**
     * A file from anywhere, judged as what a name stands for.
     *
     * @param file a {@code bundle.json}, a thick bundle, or the tar file of an image layout
     * @param name the name under which it was signed: the caller's word, never the file's
     * @param capsule an image layout as tar file with attachments for it, from where role files are taken offline
     */
    public record LocalFile(Path file, Reference name, Optional<Path> capsule) {}

    /**
     * What a file is and what is said of it.
     *
     * @param verdict the verdict, word for word that of every other representation of the same bundle
     * @param form what the file is
     * @param extras files in an archive that the bundle does not need, by name
     */
    public record LocalVerdict(Verdict verdict, LocalForm form, List<String> extras) {
        /** Copies the list. */
        public LocalVerdict {
            extras = List.copyOf(extras);
        }
    }

    /**
     * Judges a file by the pinned root of its name's namespace, or by the policy: the roles from the TUF repository as it is
     * now, or without a network from what the file or {@code capsule} carries (cnab.md section 8).
     *
     * @throws NotFoundException when there is no such file
     * @throws RejectedException when the file holds no artifact that can be read safely
     */
    public LocalVerdict verify(LocalFile file, Trust trust, Instant at) {
        return new LocalCheck(file, new ConsumerRules(trust).refusesExtras(file.name()))
                .judge(source -> verify(source, file.name(), trust, Optional.empty(), at));
    }

    /** As {@link #verify(LocalFile, Trust, Instant)} with keys in hand. */
    public LocalVerdict verify(LocalFile file, KeyRule rule, Instant at) {
        return new LocalCheck(file, false).judge(source -> verify(source, file.name(), rule, at));
    }

    /** As {@link #verify(Reference, Trust, Optional, Instant)} over a place that is open already. */
    Verdict verify(Source source, Reference asked, Trust trust, Optional<String> as, Instant at) {
        return deeply(source, verdict(source, asked, trust, as, false, at));
    }

    private Verdict verdict(
            Source source, Reference asked, Trust trust, Optional<String> as, boolean resolving, Instant at) {
        return trust.policy().isPresent()
                ? PolicyVerdicts.of(places, trust, trust.policy().get(), source, asked, resolving, at)
                : new PinnedVerdicts(places, trust).of(source, asked, as, resolving, at);
    }

    /** Every byte is hashed as well, if that was asked for. */
    private Verdict deeply(Source source, Verdict verdict) {
        if (!deep || !(verdict instanceof Verdict.Trusted trusted)) {
            return verdict;
        }
        Manifest artifact = source.manifest(trusted.subject().digest())
                .orElseThrow(() -> new NotFoundException(trusted.deploy() + " is gone"));
        List<Check> checks = new ArrayList<>(trusted.checks());
        checks.add(Check.ok("deep", new DeepRead(source, progress).readAll(artifact) + " bytes hashed"));
        return trusted.withChecks(checks);
    }

    /** As {@link #verify(Reference, KeyRule, Instant)} over a place that is open already. */
    Verdict verify(Source source, Reference asked, KeyRule rule, Instant at) {
        Manifest artifact = source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
        Attachments attachments = Attachments.of(source, artifact.digest(), asked.tag());
        LightRule light = new LightRule(
                Quorum.of(rule.keys(), rule.threshold()),
                rule.name().or(() -> nameOf(asked)),
                rule.name().isPresent(),
                at);
        return switch (LightVerification.of(source, artifact.descriptor(), attachments, light)) {
            case Step.Done<LightResult> done -> content(source, asked, artifact, done.value());
            case Step.Refused<LightResult> refused -> new Verdict.Rejected(asked, refused.reason(), List.of());
        };
    }

    /** The name that a tag record would have to bind: a layout directory has none of its own. */
    private static Optional<String> nameOf(Reference asked) {
        return asked.place() instanceof Place.RegistryPlace && asked.tag().isPresent()
                ? Optional.of(asked.place() + ":" + asked.tag().get())
                : Optional.empty();
    }

    private Verdict content(Source source, Reference asked, Manifest artifact, LightResult light) {
        List<Check> checks = new ArrayList<>(light.checks());
        Optional<Verdict.BundleFacts> facts = Optional.empty();
        if (artifact instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            Representation representation = RepresentationCheck.fetchAndExamine(
                    TrustedBundle.ofIndex(artifact.descriptor()), index, source, false);
            checks.addAll(representation.checks());
            if (representation.refusal().isPresent()) {
                return new Verdict.Rejected(asked, representation.refusal().get(), checks);
            }
            facts = Optional.of(factsOf(representation.orThrow()));
        }
        if (deep) {
            checks.add(Check.ok("deep", new DeepRead(source, progress).readAll(artifact) + " bytes hashed"));
        }
        return trusted(asked, artifact, light, facts, checks);
    }

    private static Verdict.BundleFacts factsOf(Bundle bundle) {
        return new Verdict.BundleFacts(
                bundle.name(), bundle.version(), bundle.images().size());
    }

    private static Verdict trusted(
            Reference asked,
            Manifest artifact,
            LightResult light,
            Optional<Verdict.BundleFacts> facts,
            List<Check> checks) {
        return new Verdict.Trusted(
                asked,
                artifact.descriptor(),
                light.signatures().verified().keySet().stream()
                        .map(KeyId::value)
                        .toList(),
                light.signatures().threshold(),
                light.binding().map(record -> new Verdict.Binding(record.ref(), record.version(), record.expires())),
                light.otherNames(),
                facts,
                Optional.empty(),
                checks);
    }
}
