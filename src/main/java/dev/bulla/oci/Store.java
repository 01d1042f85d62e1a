package dev.bulla.oci;

import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.RejectedException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * One repository, for reading and writing. Children are written before parents by the caller; every write is read back
 * before it is believed.
 */
public interface Store extends Source {
    /**
     * Stores a blob.
     *
     * @throws RejectedException {@code HASH_MISMATCH} when {@code content} is not what {@code expected} says; nothing
     *     stays that a reader would take for whole
     */
    void pushBlob(Descriptor expected, Content content);

    /** Takes a blob from another repository of the same place without transferring it; false when that is impossible. */
    boolean mountBlob(Descriptor blob, Place from);

    /**
     * Stores a manifest under its digest and reads it back. A manifest with a {@code subject} is only stored, not yet
     * listed: see {@link #attach}.
     *
     * @throws RejectedException {@code HASH_MISMATCH} when the place gives back other bytes
     */
    void pushManifest(Manifest manifest);

    /**
     * Lets {@code tag} name {@code manifest} and reads it back.
     *
     * @throws ConflictException when another writer moved the tag meanwhile
     */
    void tag(Manifest manifest, Tag tag);

    /**
     * What a tag named when it was looked at.
     *
     * @param digest what it named, empty for nothing: the place's word
     * @param mark the place's own mark of that state, for conditional writes
     */
    record TagState(Optional<Digest> digest, Optional<String> mark) {}

    /** Looks at a tag; where the place can say it without transferring the manifest, it does. */
    default TagState look(Tag tag) {
        return new TagState(manifest(tag).map(Manifest::digest), Optional.empty());
    }

    /**
     * Lets {@code tag} name {@code manifest}, which need not be stored yet, on the condition that it is as it was looked at.
     * Most places ignore the condition: whoever writes without looking again believes nothing.
     *
     * @throws ConflictException when the place says that another writer moved the tag meanwhile
     */
    default void tag(Manifest manifest, Tag tag, TagState before) {
        tag(manifest, tag);
    }

    /**
     * Lets {@code tag} name {@code manifest}, which need not be stored yet, whatever it named before and without looking: for
     * tags that nobody else writes at that time.
     */
    default void replace(Manifest manifest, Tag tag) {
        tag(manifest, tag);
    }

    /**
     * Stores a manifest with a {@code subject} and makes it appear in the listing of that subject: read back, repaired
     * and tried again within bounds (oci-graph section 5).
     *
     * @throws ConflictException when it does not appear, or entries of others could not be kept
     */
    void attach(Manifest attachment);

    /**
     * As {@link #attach} for many: where a listing is kept by tag, it is written once for all attachments of a subject.
     *
     * @throws ConflictException as {@link #attach}
     */
    default void attachAll(Collection<? extends Manifest> attachments) {
        attachments.forEach(this::attach);
    }

    /**
     * What keeps the manifests of an artifact from the garbage collector of this place; empty to go on as it was published.
     * Image layouts list what they hold and collect nothing.
     */
    default Optional<PinMode> pins() {
        return Optional.of(PinMode.CARRIER);
    }

    /**
     * Takes attachments out of the listing of their subject where the place keeps one by tag; they stay stored. Where the
     * place lists by itself nothing happens: only deleting takes them out there.
     */
    default void withdraw(Digest subject, Set<Digest> attachments) {}

    /** Deletes a manifest, and takes it out of the listing of its subject where the place keeps one by tag. */
    void delete(Digest manifest);
}
