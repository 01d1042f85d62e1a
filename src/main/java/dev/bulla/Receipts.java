package dev.bulla;

import dev.bulla.attach.Attachments;
import dev.bulla.attach.Receipt;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Freshness receipts for places that cannot ask for a newer timestamp (trust.md section 10.2, artifact-types/receipt.md):
 * made where the TUF repository can be asked, carried along with the artifact.
 */
public final class Receipts {
    private final Places places;
    private final Trust trust;

    /** Receipts for what {@code trust} judges. */
    public Receipts(Places places, Trust trust) {
        this.places = places;
        this.trust = trust;
    }

    /**
     * A receipt that is wished for.
     *
     * @param asked the artifact, where its TUF repository can be asked
     * @param as the name under which it was signed, where no pin says so
     * @param to a copy of it that is to carry the receipt; empty for the artifact itself
     * @param validFor how long the receipt may be used at most
     * @param renew true for a later one than others by the same key; false for the first
     */
    public record Wish(
            Reference asked, Optional<String> as, Optional<Reference> to, Duration validFor, boolean renew) {}

    /**
     * What a receipt says.
     *
     * @param origin the namespace whose roles were seen
     * @param root version of the root
     * @param timestamp version of the timestamp
     * @param verifiedAt when they were seen valid
     * @param until until when it can be used at most, exclusive; a consumer may allow less
     * @param signers ids of the keys that say they signed
     * @param manifest the manifest that attaches it
     * @param envelope the signed document
     * @param trusted whether a key that this consumer names has signed; of a receipt just made, true
     */
    public record Told(
            String origin,
            long root,
            long timestamp,
            Instant verifiedAt,
            Instant until,
            List<String> signers,
            Digest manifest,
            Bytes envelope,
            boolean trusted) {
        /** Copies the list. */
        public Told {
            signers = List.copyOf(signers);
        }
    }

    /**
     * Verifies the artifact in full and signs that it was valid; the receipt is attached, and with it the roles that it
     * names, unless they are attached already. Several receipts are made where a policy has several repositories agree.
     *
     * @param show hears what will be signed, a line each, before a key is used; it may throw to stop
     * @throws RejectedException when the artifact is not trusted, or only by an older receipt or what is attached to it:
     *     nothing is signed then; {@code ROLLBACK} when the same key has signed a receipt for these roles or newer ones
     * @throws NotFoundException when there is no such artifact, or not where the receipt is to go
     */
    public List<Told> create(Wish wish, List<? extends Signer> signers, Instant now, Consumer<List<String>> show) {
        ReceiptMaking making = new ReceiptMaking(wish, signers, now);
        making.verify(places, trust);
        try (Store store = places.writing(making.destination().place())) {
            making.look(store);
            show.accept(making.shown());
            return making.attach(store);
        }
    }

    /**
     * The receipts attached to an artifact, newest first; nothing of the artifact is verified.
     *
     * @param more keys that count as named by the consumer, beside those of the pin
     * @throws NotFoundException when there is no such artifact
     */
    public List<Told> of(Reference asked, List<PublicKey> more) {
        try (Source source = places.reading(asked.place())) {
            Digest digest = source.manifest(asked)
                    .orElseThrow(() -> new NotFoundException(asked + " does not exist"))
                    .digest();
            ReceiptReading reading = new ReceiptReading(source, DecidingKeys.of(trust, asked), more);
            return reading.told(Attachments.of(source, digest, asked.tag()));
        }
    }

    static Told told(Receipt receipt, List<String> signers, Digest manifest, Bytes envelope, boolean trusted) {
        return new Told(
                receipt.origin(),
                receipt.root().version(),
                receipt.timestamp().version(),
                receipt.verifiedAt(),
                receipt.until(),
                signers,
                manifest,
                envelope,
                trusted);
    }
}
