package dev.bulla.resolve;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Evidence;
import dev.bulla.attach.EvidenceLayer;
import dev.bulla.attach.EvidenceUse;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.RepresentationCheck;
import dev.bulla.cnab.TrustedBundle;
import dev.bulla.crypto.SignatureMismatch;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.LayoutVerifier;
import dev.bulla.intoto.OwnerKey;
import dev.bulla.intoto.SubjectBinding;
import dev.bulla.intoto.UnverifiedDocument;
import dev.bulla.intoto.VerificationRequest;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges attached evidence with the owners' keys in hand: an attached layout that all of them signed must be met, and its
 * last step must have made the artifact. Without TUF an older layout of the same owners passes as well, as long as it has
 * not expired.
 */
public final class AttachedProvenance {
    private final Source source;
    private final Manifest artifact;
    private final Evidence evidence;

    private AttachedProvenance(Source source, Manifest artifact, Evidence evidence) {
        this.source = source;
        this.artifact = artifact;
        this.evidence = evidence;
    }

    /**
     * The artifact that {@code asked} names, with what is attached to it.
     *
     * @throws NotFoundException when there is none
     */
    public static AttachedProvenance of(Source source, Reference asked) {
        Manifest artifact = source.manifest(asked).orElseThrow(() -> new NotFoundException(asked + " does not exist"));
        Attachments attachments = Attachments.of(source, artifact.digest(), asked.tag());
        return new AttachedProvenance(source, artifact, Evidence.of(source, attachments));
    }

    /** The artifact. */
    public Digest artifact() {
        return artifact.digest();
    }

    /** The evidence, none of it verified. */
    public Evidence evidence() {
        return evidence;
    }

    /**
     * Judges.
     *
     * @param owners keys that must all have signed the layout
     * @param layout the layout, where the caller has it; else one that is attached
     * @param options inspections and the like; its subject is replaced
     * @throws dev.bulla.outcome.BullaException when something cannot be fetched
     */
    public LayoutVerdict judge(
            List<OwnerKey> owners, Optional<Bytes> layout, VerificationRequest.Options options, Instant at) {
        try {
            VerificationRequest.Options bound = options.subject(subject());
            List<Bytes> candidates = layout.map(List::of).orElseGet(() -> signedBy(owners));
            List<LayoutVerdict> refused = new ArrayList<>();
            for (Bytes candidate : candidates) {
                LayoutVerdict verdict = judge(candidate, owners, bound, at);
                if (verdict instanceof LayoutVerdict.Accepted) {
                    return verdict;
                }
                refused.add(verdict);
            }
            return refused.stream()
                    .filter(verdict -> !isExpiry(verdict))
                    .findFirst()
                    .orElse(refused.getFirst());
        } catch (RejectedException e) {
            return new LayoutVerdict.Rejected(e.reason(), List.of(), List.of());
        }
    }

    private LayoutVerdict judge(Bytes layout, List<OwnerKey> owners, VerificationRequest.Options options, Instant at) {
        AttachedLinks links = new AttachedLinks(evidence, UnverifiedDocument.read(layout));
        return LayoutVerifier.verify(
                VerificationRequest.of(layout, owners, links, at).with(options));
    }

    private static boolean isExpiry(LayoutVerdict verdict) {
        return verdict instanceof LayoutVerdict.Rejected rejected
                && rejected.reason().code() == ReasonCode.LAYOUT_EXPIRED;
    }

    /** The attached layouts that all owners signed; what strangers attach is passed by. */
    private List<Bytes> signedBy(List<OwnerKey> owners) {
        List<EvidenceLayer> layouts = evidence.of(EvidenceUse.LAYOUT);
        if (evidence.layers().isEmpty()) {
            throw new RejectedException(Reason.of(
                            ReasonCode.UNSIGNED_REQUIRED, artifact.digest() + " has no in-toto evidence attached")
                    .hint("if it was relocated, the copy may have dropped what was attached; use `bulla copy`"));
        }
        List<Bytes> signed = new ArrayList<>();
        for (EvidenceLayer layer : layouts) {
            Bytes document = evidence.content(layer);
            if (isLayoutSignedBy(document, owners)) {
                signed.add(document);
            }
        }
        if (signed.isEmpty()) {
            throw new RejectedException(
                    layouts.isEmpty() ? ReasonCode.LAYOUT_UNBOUND : ReasonCode.INTOTO_FAILED,
                    layouts.isEmpty()
                            ? "evidence is attached to " + artifact.digest() + ", and no layout"
                            : "none of " + layouts.size() + " attached layouts is signed with every key in hand");
        }
        return signed;
    }

    private static boolean isLayoutSignedBy(Bytes document, List<OwnerKey> owners) {
        try {
            UnverifiedDocument layout = UnverifiedDocument.read(document);
            for (OwnerKey owner : owners) {
                layout.verify(owner.ids(), owner.key());
            }
            return layout.type().equals("layout");
        } catch (SignatureMismatch | RejectedException notTheirs) {
            return false;
        }
    }

    /** What the last step must have made; a bundle index stands for its {@code bundle.json} only when it represents it. */
    private SubjectBinding subject() {
        Optional<Digest> bundle = Optional.empty();
        if (artifact instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            bundle = Optional.of(RepresentationCheck.fetchAndExamine(
                            TrustedBundle.ofIndex(artifact.descriptor()), index, source, false)
                    .orThrow()
                    .digest());
        }
        return new SubjectBinding(bundle, Set.of(artifact.digest()));
    }
}
