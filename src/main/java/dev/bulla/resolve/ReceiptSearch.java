package dev.bulla.resolve;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.attach.Receipt;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.SignatureCount;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.policy.FreshnessRule;
import dev.bulla.policy.ReceiptKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the receipts that a consumer's keys signed: attached to the artifact, and to the head of the TUF repository that is
 * asked. Whatever else is attached is passed over with a note, since anybody who may attach can attach rubbish.
 */
public final class ReceiptSearch {
    private final PinnedQuestion question;
    private final Quorum keys;
    private final List<Check> notes = new ArrayList<>();

    ReceiptSearch(PinnedQuestion question, FreshnessRule rule) {
        this.question = question;
        this.keys = Quorum.of(rule.keys().stream().map(ReceiptKey::key).toList(), 1);
    }

    /** What was passed over, and why. */
    List<Check> notes() {
        return notes;
    }

    /** The receipts, newest first. */
    List<Receipt> run() {
        List<Receipt> found = new ArrayList<>();
        question.artifacts()
                .manifest(question.asked())
                .ifPresent(artifact -> found.addAll(attached(
                        question.artifacts(),
                        Attachments.of(
                                question.artifacts(),
                                artifact.digest(),
                                question.asked().tag()))));
        question.trust()
                .ifPresent(trust -> trust.manifest(RoleTags.HEAD)
                        .ifPresent(head ->
                                found.addAll(attached(trust, Attachments.of(trust, head.digest(), Optional.empty())))));
        found.sort(Comparator.comparing(Receipt::verifiedAt).reversed());
        return found;
    }

    private List<Receipt> attached(Source place, Attachments attachments) {
        List<Receipt> found = new ArrayList<>();
        for (Attachment attachment : attachments.of(Kind.RECEIPT)) {
            Manifest manifest = attachment.manifest();
            Step<Receipt> read;
            try {
                read = envelope(place, manifest).then(envelope -> signed(envelope, keys));
            } catch (NotFoundException e) {
                read = Step.refused(ReasonCode.INCOMPLETE, String.valueOf(e.getMessage()));
            } catch (RejectedException e) {
                read = Step.refused(e.reason());
            }
            switch (read) {
                case Step.Done<Receipt> done -> found.add(done.value());
                case Step.Refused<Receipt> refused ->
                    notes.add(Check.note(
                            "receipt",
                            manifest.digest() + " is ignored: "
                                    + refused.reason().message()));
            }
        }
        return found;
    }

    /** The envelope of a receipt manifest. */
    public static Step<Dsse> envelope(Source place, Manifest manifest) {
        Optional<Descriptor> layer =
                manifest instanceof ImageManifest image && image.layers().size() == 1
                        ? Optional.of(image.layers().get(0))
                                .filter(only -> only.mediaType().equals(Receipt.LAYER_TYPE))
                        : Optional.empty();
        if (layer.isEmpty()) {
            return Step.refused(ReasonCode.MALFORMED, "receipt: it is not one layer with an envelope");
        }
        Bytes document = place.blobBytes(layer.get(), Receipt.MAX_BYTES);
        return Dsse.parse(document, Receipt.MAX_BYTES);
    }

    /** What the envelope says, if one of {@code keys} signed it; the payload is parsed after that. */
    public static Step<Receipt> signed(Dsse envelope, Quorum keys) {
        return envelope.countAny(keys)
                .then(count -> count.demand("receipt"))
                .then((SignatureCount met) -> Receipt.of(envelope));
    }
}
