package dev.bulla;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Receipt;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.json.IsoDuration;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.resolve.FreshCapsule;
import dev.bulla.resolve.Proof;
import dev.bulla.tuf.Complete;
import dev.bulla.tuf.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The steps of making receipts: a full verification, a look at those that are there, the signature, the attachment. */
final class ReceiptMaking {
    private final Receipts.Wish wish;
    private final List<Signer> signers;
    private final Instant now;
    private final TreeMap<String, Seen> seen = new TreeMap<>();
    private final List<Receipt> drafts = new ArrayList<>();
    private Optional<Descriptor> artifact = Optional.empty();

    /** What one TUF repository proved. */
    private record Seen(Complete roles, FreshCapsule capsule) {}

    ReceiptMaking(Receipts.Wish wish, List<? extends Signer> signers, Instant now) {
        this.wish = wish;
        this.signers = List.copyOf(signers);
        this.now = now;
    }

    /** Where the receipt goes. */
    Reference destination() {
        return wish.to().orElse(wish.asked());
    }

    /** Judges the artifact; what it was trusted by is what the receipts are about. */
    void verify(Places places, Trust trust) {
        Trust heard = trust.heardBy((question, proof) ->
                hear(question.authority().origin().orElse(""), proof, FreshCapsule.of(question, proof)));
        Verdict.Trusted trusted = new Verifier(places, false, Progress.NONE)
                .verify(wish.asked(), heard, wish.as(), now)
                .orThrow();
        Verdict.Freshness.Grade grade = trusted.vouching()
                .map(Verdict.Vouching::freshness)
                .map(Verdict.Freshness::grade)
                .orElse(Verdict.Freshness.Grade.DEGRADED);
        if (grade != Verdict.Freshness.Grade.FRESH || seen.isEmpty()) {
            throw new RejectedException(Reason.of(
                            ReasonCode.INCOMPLETE,
                            "a receipt says what the TUF repository said just now, and it was not asked: "
                                    + wish.asked() + " verified by what is attached to it")
                    .with("section", "trust.10.2")
                    .hint("make it where the TUF repository can be reached, and name the copy with --to"));
        }
        artifact = Optional.of(trusted.subject());
        Digest policy = DecidingKeys.decision(trust, wish.asked(), wish.as());
        seen.forEach((origin, roles) -> drafts.add(new Receipt(
                origin,
                Receipt.Seen.of(roles.roles().root()),
                Receipt.Seen.of(roles.roles().timestamp()),
                now,
                policy,
                wish.validFor())));
    }

    private synchronized void hear(String origin, Proof proof, Optional<FreshCapsule> capsule) {
        if (!origin.isEmpty()) {
            capsule.ifPresent(fresh -> seen.put(origin, new Seen(proof.roles().roles(), fresh)));
        }
    }

    /** Refuses what would prolong the same roles for ever: each receipt by a key is for newer roles than the last. */
    void look(Store store) {
        Digest digest = subject().digest();
        Manifest there = store.manifest(digest)
                .orElseThrow(() -> new NotFoundException(
                        store.place() + " does not have " + digest, "copy the artifact there first: bulla copy"));
        List<PublicKey> keys = signers.stream().map(Signer::publicKey).toList();
        List<Receipts.Told> own = new ReceiptReading(store, keys, List.of())
                .told(Attachments.of(store, there.digest(), tag())).stream()
                        .filter(Receipts.Told::trusted)
                        .toList();
        for (Receipt draft : drafts) {
            own.stream()
                    .filter(told -> told.origin().equals(draft.origin()))
                    .findFirst()
                    .ifPresent(last -> compare(draft, last));
        }
    }

    private void compare(Receipt draft, Receipts.Told last) {
        if (!wish.renew()) {
            throw refused(
                    "there is a receipt by this key already, of " + UtcTime.print(last.verifiedAt()), draft, last);
        }
        if (draft.timestamp().version() <= last.timestamp()) {
            throw refused(
                    "timestamp v" + draft.timestamp().version() + " has had its receipt, of "
                            + UtcTime.print(last.verifiedAt()) + "; the publisher has published nothing newer",
                    draft,
                    last);
        }
    }

    private static RejectedException refused(String message, Receipt draft, Receipts.Told last) {
        return new RejectedException(Reason.of(ReasonCode.ROLLBACK, message)
                .with("section", "trust.10.2")
                .with("seen", last.timestamp())
                .with("offered", draft.timestamp().version())
                .hint("a later one, for newer roles: bulla receipt renew"));
    }

    /** What will be signed, a line each. */
    List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (Receipt draft : drafts) {
            lines.add("root v" + draft.root().version() + " and timestamp v"
                    + draft.timestamp().version() + " of " + draft.origin() + " were valid at "
                    + UtcTime.print(draft.verifiedAt()) + ", for " + IsoDuration.print(draft.validFor()) + " (until "
                    + UtcTime.print(draft.until()) + ")");
        }
        return lines;
    }

    /** Signs and attaches; the roles go along, so that the receipt finds what it names. */
    List<Receipts.Told> attach(Store store) {
        AttachmentWriter writer = new AttachmentWriter(store);
        List<Receipts.Told> made = new ArrayList<>();
        for (Receipt draft : drafts) {
            Dsse envelope = draft.sign(signers);
            Optional.ofNullable(seen.get(draft.origin()))
                    .ifPresent(roles -> roles.capsule()
                            .attachTo(
                                    store,
                                    subject(),
                                    Attachments.of(store, subject().digest(), tag())));
            Digest manifest = writer.attach(draft.builder(subject(), envelope)).digest();
            List<String> ids =
                    signers.stream().map(signer -> signer.keyId().value()).toList();
            made.add(Receipts.told(draft, ids, manifest, envelope.toBytes(), true));
        }
        writer.writeCarrier(subject().digest(), tag());
        return made;
    }

    private Descriptor subject() {
        return artifact.orElseThrow().plain();
    }

    private Optional<Tag> tag() {
        return destination().tag();
    }
}
