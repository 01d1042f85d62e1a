package dev.bulla;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.attach.Receipt;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.KeyId;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Quorum;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.resolve.ReceiptSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the receipts that are attached to an artifact, whoever signed them; what does not read is passed over. */
final class ReceiptReading {
    private final Source place;
    private final List<PublicKey> keys;

    ReceiptReading(Source place, List<PublicKey> keys, List<PublicKey> more) {
        this.place = place;
        this.keys = new ArrayList<>(keys);
        this.keys.addAll(more);
    }

    /** Newest first. */
    List<Receipts.Told> told(Attachments attachments) {
        List<Receipts.Told> told = new ArrayList<>();
        for (Attachment attachment : attachments.of(Kind.RECEIPT)) {
            try {
                if (ReceiptSearch.envelope(place, attachment.manifest()) instanceof Step.Done<Dsse> envelope
                        && Receipt.of(envelope.value()) instanceof Step.Done<Receipt> receipt) {
                    told.add(Receipts.told(
                            receipt.value(),
                            signers(envelope.value()),
                            attachment.manifest().digest(),
                            envelope.value().toBytes(),
                            signedBy(envelope.value(), keys)));
                }
            } catch (NotFoundException | RejectedException unreadable) {
                // an attachment that is damaged or cut short is none
            }
        }
        told.sort(Comparator.comparing(Receipts.Told::verifiedAt).reversed());
        return told;
    }

    private static List<String> signers(Dsse envelope) {
        return envelope.signatures().stream()
                .flatMap(signature -> signature.keyId().stream())
                .map(KeyId::value)
                .toList();
    }

    static boolean signedBy(Dsse envelope, List<PublicKey> keys) {
        return !keys.isEmpty() && ReceiptSearch.signed(envelope, Quorum.of(keys, 1)) instanceof Step.Done<Receipt>;
    }
}
