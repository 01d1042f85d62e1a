package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes attachments and keeps the carrier of their subject true (oci-graph section 5): blobs, manifest, listing read back,
 * then the carrier.
 */
public final class AttachmentWriter {
    /**
     * Rounds of writing a carrier before giving up on other writers. A round is repeated only for something new: sixteen
     * writers at once cost each other at most one round for what they attach and one for a lost race.
     */
    private static final int MAX_ROUNDS = 32;

    private final Store store;

    /** Writes to {@code store}. */
    public AttachmentWriter(Store store) {
        this.store = store;
    }

    /**
     * Stores and attaches what {@code builder} describes; idempotent, since the same input gives the same digest. A
     * registry that refuses {@code artifactType} is given the older form, once.
     *
     * @return the manifest in the form that was taken
     * @throws ConflictException when the place does not list it in the end
     * @throws RejectedException {@code LIMIT_EXCEEDED} when the subject has as many attachments already as readers examine
     */
    public Manifest attach(ArtifactBuilder builder) {
        Manifest manifest = builder.build();
        manifest.subject().ifPresent(subject -> checkRoom(subject.digest(), manifest.digest()));
        store(builder);
        try {
            return attached(manifest);
        } catch (RejectedException e) {
            if (!isRefusalOfForm(e)) {
                throw e;
            }
            return attached(builder.buildLegacy());
        }
    }

    /**
     * As {@link #attach} for several attachments, which are listed in one go: where a listing is a tag that others may be
     * writing too, each change of it takes its time.
     *
     * @return the manifests in the same order; empty when the registry refuses {@code artifactType}, and {@link #attach}
     *     has to find the form that it takes
     */
    public Optional<List<Manifest>> attachTogether(List<ArtifactBuilder> builders) {
        List<Manifest> manifests =
                builders.stream().<Manifest>map(ArtifactBuilder::build).toList();
        for (Manifest manifest : manifests) {
            manifest.subject().ifPresent(subject -> checkRoom(subject.digest(), manifest.digest()));
        }
        builders.forEach(this::store);
        try {
            store.attachAll(manifests);
            return Optional.of(manifests);
        } catch (RejectedException e) {
            if (!isRefusalOfForm(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Stores what {@code builder} describes as something that is attached to nothing; in the older form where
     * {@code artifactType} is refused.
     *
     * @return the manifest in the form that was taken
     */
    public ImageManifest push(ArtifactBuilder builder) {
        store(builder);
        try {
            return pushed(builder.build());
        } catch (RejectedException e) {
            if (!isRefusalOfForm(e)) {
                throw e;
            }
            return pushed(builder.buildLegacy());
        }
    }

    private ImageManifest pushed(ImageManifest manifest) {
        store.pushManifest(manifest);
        return manifest;
    }

    /** Stores the blobs that {@code builder} holds in memory, those that are there already left alone. */
    public void store(ArtifactBuilder builder) {
        builder.contents().forEach((descriptor, bytes) -> {
            if (!store.hasBlob(descriptor)) {
                store.pushBlob(descriptor, Content.of(bytes));
            }
        });
    }

    /**
     * As {@link #store(ArtifactBuilder)} for content that was made just now and is sent without asking, but for what is
     * known to be there. The smallest goes first: by it a registry shows which kinds of upload it takes.
     */
    public void store(ArtifactBuilder builder, Set<Digest> there) {
        Map<Descriptor, Bytes> contents = builder.contents();
        List<Descriptor> smallestFirst = new ArrayList<>(contents.keySet());
        smallestFirst.sort(Comparator.comparingLong(Descriptor::size));
        for (Descriptor descriptor : smallestFirst) {
            Bytes bytes = contents.getOrDefault(descriptor, ArtifactBuilder.EMPTY);
            boolean shared = bytes.equals(ArtifactBuilder.EMPTY);
            if (!there.contains(descriptor.digest()) && !(shared && store.hasBlob(descriptor))) {
                store.pushBlob(descriptor, Content.of(bytes));
                there.add(descriptor.digest());
            }
        }
    }

    private Manifest attached(Manifest manifest) {
        store.attach(manifest);
        return manifest;
    }

    /** One attachment too many would make every reader fail: then it is not written. */
    private void checkRoom(Digest subject, Digest added) {
        if (store.referrers(subject).entries().size() < GraphLimits.MAX_ATTACHMENTS) {
            return;
        }
        long others = Attachments.of(store, subject, Optional.empty()).found().stream()
                .filter(one -> one.kind() != Kind.OTHER)
                .filter(one -> !one.manifest().digest().equals(added))
                .count();
        if (others >= GraphLimits.MAX_ATTACHMENTS) {
            throw new RejectedException(Reason.of(
                            ReasonCode.LIMIT_EXCEEDED,
                            subject + " has " + others + " attachments, readers examine at most "
                                    + GraphLimits.MAX_ATTACHMENTS)
                    .hint("delete attachments that are no longer needed"));
        }
    }

    /**
     * True when a registry does not like a manifest: those older than image-spec 1.1 refuse {@code artifactType} with one of
     * these (oci-graph section 2), and the older form is worth a try.
     */
    public static boolean isRefusalOfForm(RejectedException e) {
        return e.reason().facts().get("status") instanceof Long status
                && (status == 400 || status == 415 || status == 422);
    }

    /**
     * Writes the carrier of {@code subject} under all its tags and reads the listing again afterwards: whoever attached
     * something meanwhile is in the next round's carrier. The last writer has therefore seen everything that was attached
     * before it wrote. Where the place is to keep things by tags, everything that belongs to {@code subject} is pinned then.
     *
     * @param tag the tag of the artifact, if it has one here
     * @return the carrier as it stands at the end
     * @throws ConflictException when the listing is still changing after {@link #MAX_ROUNDS} rounds, or a tag that the
     *     carrier needs holds something else
     */
    public ImageIndex writeCarrier(Digest subject, Optional<Tag> tag) {
        return writeCarrier(subject, tag, Set.of());
    }

    /** As {@link #writeCarrier(Digest, Optional)} without what is about to be deleted. */
    public ImageIndex writeCarrier(Digest subject, Optional<Tag> tag, Set<Digest> leavingOut) {
        List<Tag> tags = Carrier.tags(tag, subject);
        tags.forEach(this::refuseForeign);
        Map<Digest, Manifest> known = new LinkedHashMap<>();
        ReferrerList.Path listing = merge(known, subject, tag, leavingOut);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ImageIndex carrier = Carrier.of(subject, known.values());
            boolean written = publish(carrier, tags);
            int before = known.size();
            merge(known, subject, tag, leavingOut);
            if (written && known.size() == before) {
                new Pins(store).keepUp(subject, tag, listing);
                return carrier;
            }
        }
        throw new ConflictException("the carrier of " + subject + " at " + store.place()
                + " is changed by others faster than it can be written");
    }

    /** Somebody's own artifact may be called {@code something.signed}; it is not overwritten. */
    private void refuseForeign(Tag tag) {
        store.manifest(tag).filter(manifest -> !Carrier.isOne(manifest)).ifPresent(manifest -> {
            throw new ConflictException(
                    "tag " + tag + " at " + store.place() + " holds " + manifest.digest()
                            + ", which is no carrier; nothing was overwritten",
                    "choose another tag for one of the two");
        });
    }

    private ReferrerList.Path merge(
            Map<Digest, Manifest> known, Digest subject, Optional<Tag> tag, Set<Digest> leavingOut) {
        Attachments attachments = Attachments.of(store, subject, tag);
        attachments.found().stream()
                .map(Attachment::manifest)
                .filter(manifest -> !leavingOut.contains(manifest.digest()))
                .forEach(manifest -> known.put(manifest.digest(), manifest));
        return attachments.path();
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
