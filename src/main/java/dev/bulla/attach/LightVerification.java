package dev.bulla.attach;

import dev.bulla.crypto.KeyedSignature;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges the detached signatures of an artifact with keys in hand (trust.md section 9). It proves integrity, and with a tag
 * record the name, its expiry and its version; it knows no revocation and no freshness beyond the record's expiry.
 */
public final class LightVerification {
    private final Source source;
    private final Descriptor subject;
    private final LightRule rule;
    private final List<Check> checks = new ArrayList<>();
    private final List<SignatureManifest> signatures = new ArrayList<>();

    private LightVerification(Source source, Descriptor subject, LightRule rule) {
        this.source = source;
        this.subject = subject.plain();
        this.rule = rule;
    }

    /**
     * Judges {@code subject} by what is attached to it.
     *
     * @return the proof, or {@code UNSIGNED_REQUIRED} when nothing of ours is attached, {@code THRESHOLD},
     *     {@code EXPIRED}, {@code NOT_A_TARGET} when a record for a required name is absent, {@code LIMIT_EXCEEDED}
     */
    public static Step<LightResult> of(Source source, Descriptor subject, Attachments attachments, LightRule rule) {
        return new LightVerification(source, subject, rule).run(attachments);
    }

    private Step<LightResult> run(Attachments attachments) {
        attachments.dropped().forEach(line -> checks.add(Check.note("attachments", line)));
        read(attachments.manifests(Kind.SIGNATURE));
        if (attachments.found().stream().allMatch(one -> one.kind() == Kind.OTHER)) {
            return Step.refused(unsigned(attachments));
        }
        noteStrayBodies(attachments);
        Step<SignatureCount> over = count(subject);
        if (over instanceof Step.Refused<SignatureCount> refusal) {
            return Step.refused(refusal.reason());
        }
        SignatureCount count = over.orThrow();
        noteBad(count);
        Step<SignatureCount> demanded = count.demand(subject.digest().toString());
        if (demanded instanceof Step.Refused<SignatureCount> refusal) {
            return Step.refused(refusal.reason().hint("keys that signed are shown by `bulla tree`"));
        }
        checks.add(Check.ok(
                "signature",
                count.distinctKeys() + " of " + rule.quorum().threshold() + " keys signed " + subject.digest()));
        return records(attachments).then(records -> result(count, records));
    }

    private void read(List<ImageManifest> manifests) {
        for (ImageManifest manifest : manifests) {
            switch (SignatureManifest.read(manifest, source)) {
                case Step.Done<SignatureManifest> done -> signatures.add(done.value());
                case Step.Refused<SignatureManifest> refused ->
                    checks.add(Check.note(
                            "signature", "ignored: " + refused.reason().message()));
            }
        }
    }

    /** A body must be over the artifact or over a record attached to it; any other is reported and counts for nothing. */
    private void noteStrayBodies(Attachments attachments) {
        List<Descriptor> targets = new ArrayList<>();
        targets.add(subject);
        attachments.manifests(Kind.TAG_RECORD).forEach(record -> targets.add(record.descriptor()));
        for (SignatureManifest signature : signatures) {
            for (DescriptorSignature body : signature.bodies()) {
                if (targets.stream().noneMatch(body.signed()::pointsAtSameAs)) {
                    checks.add(Check.note(
                            "signature",
                            "ignored: " + signature.digest() + " signs "
                                    + body.signed().digest() + ", which is neither the artifact nor a record of it"));
                }
            }
        }
    }

    private void noteBad(SignatureCount count) {
        for (SignatureCount.Finding finding : count.findings()) {
            if (finding.problem() == SignatureCount.Problem.BAD_SIGNATURE) {
                String key =
                        finding.keyId().map(id -> "key " + id.brief() + ": ").orElse("");
                checks.add(Check.note("signature", key + finding.detail()));
            }
        }
    }

    private Reason unsigned(Attachments attachments) {
        String others = attachments.found().isEmpty()
                ? "has no attachments"
                : "has " + attachments.found().size() + " attachments, none of a kind that says who vouches for it";
        return Reason.of(ReasonCode.UNSIGNED_REQUIRED, subject.digest() + " " + others)
                .hint(
                        "if it was relocated, the copy may have dropped what was attached; use `bulla copy`, or copy the tag"
                                + " ending in .signed as well");
    }

    /** Counts the signatures over {@code target} in everything attached to the artifact. */
    private Step<SignatureCount> count(Descriptor target) {
        List<KeyedSignature> entries = signatures.stream()
                .filter(signature -> signature.subject().pointsAtSameAs(subject))
                .flatMap(signature -> signature.over(target).stream())
                .filter(entry -> rule.quorum().allowed().contains(entry.keyId()))
                .toList();
        return SignatureCount.of(DescriptorSignature.message(target), entries, rule.quorum());
    }

    /** The records whose signatures meet the threshold. */
    private Step<List<TagRecord>> records(Attachments attachments) {
        List<TagRecord> valid = new ArrayList<>();
        for (ImageManifest manifest : attachments.manifests(Kind.TAG_RECORD)) {
            Step<TagRecord> record = TagRecord.read(manifest);
            if (record instanceof Step.Refused<TagRecord> refused) {
                checks.add(
                        Check.note("tag-record", "ignored: " + refused.reason().message()));
                continue;
            }
            Step<SignatureCount> signed = count(manifest.descriptor());
            if (signed instanceof Step.Refused<SignatureCount> refused) {
                return Step.refused(refused.reason());
            }
            if (signed.orThrow().distinctKeys() >= rule.quorum().threshold()) {
                valid.add(record.orThrow());
            } else {
                checks.add(Check.note("tag-record", manifest.digest() + " is not signed by enough of the keys"));
            }
        }
        return Step.done(valid);
    }

    private Step<LightResult> result(SignatureCount count, List<TagRecord> records) {
        Optional<TagRecord> binding = records.stream()
                .filter(record -> rule.name().equals(Optional.of(record.ref())))
                .max(Comparator.comparingLong(TagRecord::version).thenComparing(TagRecord::expires));
        if (binding.isPresent() && binding.get().isExpired(rule.at())) {
            return Step.refused(expired(binding.get()));
        }
        if (binding.isEmpty() && rule.nameRequired()) {
            return Step.refused(
                    ReasonCode.NOT_A_TARGET,
                    "no valid tag record says that " + rule.name().orElse("") + " is " + subject.digest());
        }
        binding.ifPresent(record -> checks.add(
                Check.ok("tag-record", record.ref() + " v" + record.version() + " holds until " + record.expires())));
        List<String> otherNames = records.stream()
                .map(TagRecord::ref)
                .filter(ref -> !rule.name().equals(Optional.of(ref)))
                .distinct()
                .toList();
        return Step.done(new LightResult(count, binding, otherNames, checks));
    }

    private static Reason expired(TagRecord record) {
        return Reason.of(
                        ReasonCode.EXPIRED,
                        "the tag record of " + record.ref() + " v" + record.version() + " expired at "
                                + record.expires())
                .with("role", "tag record")
                .with("expires", record.expires().toString())
                .hint("the publisher renews it with `bulla sign`");
    }
}
