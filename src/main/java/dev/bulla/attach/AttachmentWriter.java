package dev.bulla.attach;

import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes attachments and keeps the carrier of their subject true (oci-graph section 5): blobs, manifest, listing read back,
 * then the carrier.
 */
public final class AttachmentWriter {
    /** Rounds of writing a carrier before giving up on other writers; each waits for the store's own settling. */
    private static final int MAX_ROUNDS = 8;

    private final Store store;

    /** Writes to {@code store}. */
    public AttachmentWriter(Store store) {
        this.store = store;
    }

    /**
     * Stores and attaches what {@code builder} describes; idempotent, since the same input gives the same digest.
     *
     * @throws ConflictException when the place does not list it in the end
     */
    public Manifest attach(ArtifactBuilder builder) {
        store(builder);
        try {
            return attached(builder.build());
        } catch (RejectedException e) {
            if (!isRefusalOfForm(e)) {
                throw e;
            }
            return attached(builder.buildLegacy());
        }
    }

    /** Stores the blobs that {@code builder} holds in memory, those that are there already left alone. */
    public void store(ArtifactBuilder builder) {
        builder.contents().forEach((descriptor, bytes) -> {
            if (!store.hasBlob(descriptor)) {
                store.pushBlob(descriptor, Content.of(bytes));
            }
        });
    }

    private Manifest attached(Manifest manifest) {
        store.attach(manifest);
        return manifest;
    }

    /** Registries older than image-spec 1.1 refuse {@code artifactType} with one of these (oci-graph section 2). */
    private static boolean isRefusalOfForm(RejectedException e) {
        return e.reason().facts().get("status") instanceof Long status
                && (status == 400 || status == 415 || status == 422);
    }

    /**
     * Writes the carrier of {@code subject} under all its tags and reads the listing again afterwards: whoever attached
     * something meanwhile is in the next round's carrier.
     *
     * @param tag the tag of the artifact, if it has one here
     * @return the carrier as it stands at the end
     * @throws ConflictException when the listing is still changing after {@link #MAX_ROUNDS} rounds
     */
    public ImageIndex writeCarrier(Digest subject, Optional<Tag> tag) {
        Map<Digest, Manifest> known = new LinkedHashMap<>();
        merge(known, subject, tag);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ImageIndex carrier = Carrier.of(subject, known.values());
            boolean written = publish(carrier, Carrier.tags(tag, subject));
            int before = known.size();
            merge(known, subject, tag);
            if (written && known.size() == before) {
                return carrier;
            }
        }
        throw new ConflictException("the carrier of " + subject + " at " + store.place()
                + " is changed by others faster than it can be written");
    }

    private void merge(Map<Digest, Manifest> known, Digest subject, Optional<Tag> tag) {
        List<Attachment> found = Attachments.of(store, subject, tag).found();
        found.forEach(one -> known.put(one.manifest().digest(), one.manifest()));
    }

    private boolean publish(ImageIndex carrier, List<Tag> tags) {
        store.pushManifest(carrier);
        for (Tag tag : tags) {
            if (!standsUnder(tag, carrier)) {
                try {
                    store.tag(carrier, tag);
                } catch (ConflictException otherWriter) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean standsUnder(Tag tag, ImageIndex carrier) {
        return store.manifest(tag).map(Manifest::digest).equals(Optional.of(carrier.digest()));
    }
}
