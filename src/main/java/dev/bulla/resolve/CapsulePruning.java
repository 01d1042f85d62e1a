package dev.bulla.resolve;

import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Kind;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.DeniedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes the capsules of an artifact that a newer one supersedes, so that copying it every night never meets the limit on
 * attachments (oci-graph sections 6 and 9). The newer one is read back first, byte by byte. Then, so that whoever is killed
 * in between leaves nothing worse than too much: the carrier is written without the old ones, lists that are tags let go of
 * them, and last they are deleted. A place that deletes nothing keeps them stored.
 */
public final class CapsulePruning {
    /** Capsules of one name that stay, the newest included: whoever began to read with one of them finishes with it. */
    public static final int KEPT = 5;

    /** With so many listed there is room for as many again; people are told. */
    private static final int HALF_FULL = GraphLimits.MAX_ATTACHMENTS / 2;

    private final Store store;
    private final Digest subject;
    private final Optional<Tag> tag;

    /**
     * Over what is attached to {@code subject}.
     *
     * @param tag the tag that the artifact has in {@code store}, if it has one: its carrier is kept true
     */
    public CapsulePruning(Store store, Digest subject, Optional<Tag> tag) {
        this.store = store;
        this.subject = subject;
        this.tag = tag;
    }

    /**
     * What was done.
     *
     * @param removed capsules that are listed no longer
     * @param warning why others stay, when they begin to take up the room
     */
    public record Pruned(int removed, Optional<String> warning) {
        private static final Pruned NONE = new Pruned(0, Optional.empty());
    }

    /** Deletes what {@code newest} supersedes, if that is attached and whole; else nothing. */
    public Pruned supersededBy(FreshCapsule newest) {
        Attachments there = Attachments.of(store, subject, tag);
        if (there.of(Kind.CAPSULE).size() <= KEPT || !newest.isWholeAt(store, there)) {
            return Pruned.NONE;
        }
        Set<Digest> old = new LinkedHashSet<>();
        newest.superseding().among(store, there).stream()
                .skip(KEPT - 1)
                .map(one -> one.manifest().digest())
                .filter(capsule -> store.referrers(capsule).entries().isEmpty()) // somebody spoke of it
                .forEach(old::add);
        if (old.isEmpty()) {
            return Pruned.NONE;
        }
        new AttachmentWriter(store).writeCarrier(subject, tag, old);
        store.withdraw(subject, old);
        return deleted(old);
    }

    private Pruned deleted(Set<Digest> old) {
        try {
            old.forEach(store::delete);
            return new Pruned(old.size(), Optional.empty());
        } catch (DeniedException e) {
            Attachments left = Attachments.of(store, subject, tag);
            List<Manifest> listed = left.of(Kind.CAPSULE).stream()
                    .map(one -> one.manifest())
                    .filter(manifest -> old.contains(manifest.digest()))
                    .toList();
            Optional<String> warning = left.found().size() < HALF_FULL || listed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(listed.size() + " superseded capsules of " + subject + " stay listed, of "
                            + GraphLimits.MAX_ATTACHMENTS + " attachments that readers examine: " + e.getMessage());
            return new Pruned(old.size() - listed.size(), warning);
        }
    }
}
