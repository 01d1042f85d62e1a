package dev.bulla.layout;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * An OCI image layout as a repository (image-spec 1.1, "Image Layout"; oci-graph section 4), a directory or a tar file.
 *
 * <p>A tag is the annotation {@code org.opencontainers.image.ref.name} of one entry of {@code index.json}; an attachment is
 * an entry without name. When a tag moves, the entry that loses the name stays, without it, if it is an attachment, if
 * something listed is attached to it or to a manifest below it, or if it leads to an attachment that nothing else leads
 * to; otherwise it goes. Its bytes stay in every case, so whoever holds the digest still finds it.
 *
 * <p>A directory shows every write at once. A tar file is written anew when the store is closed, if a tag, an attachment or a
 * deletion changed its index, and replaces the old file in one step: readers see the old file until then, a writer that
 * dies leaves it as it was, and content to which no index entry was added is not published.
 *
 * <p>Failures of the disk are {@link StorageException}; documents that are not what a layout has are
 * {@link RejectedException}.
 */
public final class LayoutStore implements Store {
    private final Place.LayoutPlace place;
    private final Backing backing;
    private final boolean writing;
    private final Attachments attachments;
    private volatile boolean closed;

    private LayoutStore(Place.LayoutPlace place, Backing backing, boolean writing) {
        this.place = place;
        this.backing = backing;
        this.writing = writing;
        this.attachments = new Attachments(place, this::readable);
    }

    /**
     * Opens a layout that exists.
     *
     * @throws NotFoundException when there is none
     * @throws RejectedException {@code MALFORMED} when it is of another version, or no tar file that can be read safely
     */
    public static Source reading(Place.LayoutPlace place) {
        return open(place);
    }

    static LayoutStore open(Place.LayoutPlace place) {
        return new LayoutStore(place, place.tar() ? TarBacking.reading(place) : DirectoryBacking.reading(place), false);
    }

    /**
     * Opens a layout for writing; the first write makes one that does not exist. A tar file has one writer at a time, for as
     * long as that keeps it open.
     *
     * @throws dev.bulla.outcome.ConflictException when another writer holds the tar file for too long
     */
    public static LayoutStore writing(Place.LayoutPlace place) {
        return new LayoutStore(place, place.tar() ? TarBacking.writing(place) : DirectoryBacking.writing(place), true);
    }

    @Override
    public Place place() {
        return place;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RejectedException {@code AMBIGUOUS} when the layout gives the name twice, {@code INCOMPLETE} when the tag
     *     names a manifest that is not in the layout
     */
    @Override
    public Optional<Manifest> manifest(Tag tag) {
        Optional<Descriptor> entry = open().index().named(tag, place);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Bytes raw = bytes(entry.get().digest())
                .orElseThrow(() -> new RejectedException(
                        ReasonCode.INCOMPLETE,
                        "tag " + tag + " of " + place + " names " + entry.get().digest() + ", which is absent"));
        if (raw.length() != entry.get().size()) {
            throw new RejectedException(
                    ReasonCode.HASH_MISMATCH,
                    "manifest " + entry.get().digest() + " of " + place + " has " + raw.length()
                            + " bytes, its entry says " + entry.get().size());
        }
        return Optional.of(Manifest.parse(
                raw, Optional.of(entry.get().mediaType()), entry.get().digest()));
    }

    /**
     * {@inheritDoc} Without tag and digest it is the tag {@code latest}; where there is none, the only manifest that the
     * layout names or lists, attachments and names made by Bulla aside.
     *
     * @throws UsageException when nothing was named and the layout holds several manifests
     */
    @Override
    public Optional<Manifest> manifest(Reference reference) {
        boolean unnamed = reference.tag().isEmpty() && reference.digest().isEmpty();
        LayoutIndex index = open().index();
        if (!unnamed || index.named(Tag.LATEST, place).isPresent()) {
            return Store.super.manifest(reference);
        }
        List<Descriptor> only = attachments.artifacts(index);
        if (only.size() > 1) {
            throw new UsageException(
                    place + " holds " + only.size() + " manifests and none is tagged latest",
                    "name one of them: " + place + ":TAG or " + place + "@DIGEST");
        }
        return only.isEmpty() ? Optional.empty() : manifest(only.get(0).digest());
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return bytes(digest).map(raw -> Manifest.parse(raw, Optional.empty(), digest));
    }

    /** True when the manifest is there and whole: it is read, since a damaged file must not count as copied. */
    @Override
    public boolean hasManifest(Digest digest) {
        return readable(digest).isPresent();
    }

    /** True when the blob is there and whole: it is read, since a damaged file must not count as copied. */
    @Override
    public boolean hasBlob(Descriptor blob) {
        try {
            Optional<InputStream> there = open().open(blob.digest());
            return there.isPresent() && Transfer.isContent(blob, there.get(), place.toString());
        } catch (IOException e) {
            throw failed(blob.digest(), e);
        }
    }

    @Override
    public InputStream blob(Descriptor blob) {
        try {
            InputStream bytes = open().open(blob.digest())
                    .orElseThrow(() -> new NotFoundException("blob " + blob.digest() + " is not in " + place));
            return new VerifiedStream(new DiskStream(bytes, place), blob, place.toString());
        } catch (IOException e) {
            throw failed(blob.digest(), e);
        }
    }

    /**
     * Every manifest with this subject to which an entry of the layout leads, directly or through indexes.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED}
     */
    @Override
    public ReferrerList referrers(Digest subject) {
        return new ReferrerList(attachments.of(subject, open().index().descriptors()), ReferrerList.Path.LAYOUT);
    }

    @Override
    public void pushBlob(Descriptor expected, Content content) {
        openForWriting().put(expected, content);
    }

    /** Links the blob of another layout directory on the same file system, after checking it; false for all else. */
    @Override
    public boolean mountBlob(Descriptor blob, Place from) {
        return from instanceof Place.LayoutPlace other && openForWriting().link(blob, other);
    }

    @Override
    public void pushManifest(Manifest manifest) {
        Descriptor self = manifest.descriptor();
        openForWriting().put(self, Content.of(manifest.raw()));
        if (!bytes(self.digest()).equals(Optional.of(manifest.raw()))) {
            throw new RejectedException(
                    ReasonCode.HASH_MISMATCH, "manifest " + self.digest() + " reads back otherwise from " + place);
        }
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        pushManifest(manifest);
        Descriptor named = manifest.descriptor();
        openForWriting().change(index -> index.withTag(tag, named, losing -> attachments.need(losing, index, named)));
    }

    @Override
    public void attach(Manifest attachment) {
        if (attachment.subject().isEmpty()) {
            throw new IllegalArgumentException("manifest " + attachment.digest() + " is attached to nothing");
        }
        pushManifest(attachment);
        openForWriting().change(index -> index.withAttachment(Attachments.hint(attachment)));
    }

    /**
     * {@inheritDoc} Its tags go with it, as in a registry; blobs and manifests below it stay.
     *
     * @throws NotFoundException when it is not in the layout
     */
    @Override
    public void delete(Digest manifest) {
        if (!isKept(manifest) && !open().index().lists(manifest)) {
            throw new NotFoundException("manifest " + manifest + " is not in " + place);
        }
        openForWriting().change(index -> index.without(manifest));
        openForWriting().remove(manifest);
    }

    /** Publishes a tar file that was changed; see the class. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            backing.close();
        }
    }

    /** The manifest, or nothing when it is absent, damaged or none. */
    private Optional<Manifest> readable(Digest digest) {
        try {
            return manifest(digest);
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    /** True when there are bytes under the digest, right or wrong. */
    private boolean isKept(Digest digest) {
        try {
            Optional<InputStream> there = open().open(digest);
            if (there.isPresent()) {
                there.get().close();
            }
            return there.isPresent();
        } catch (IOException e) {
            throw failed(digest, e);
        }
    }

    private Optional<Bytes> bytes(Digest digest) {
        try {
            Optional<InputStream> there = open().open(digest);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = there.get()) {
                Bytes raw = Small.read(in, GraphLimits.MAX_MANIFEST_BYTES, "manifest " + digest + " of " + place);
                if (!digest.matches(raw)) {
                    throw new RejectedException(Reason.of(
                                    ReasonCode.HASH_MISMATCH,
                                    "manifest " + digest + " of " + place + " hashes to "
                                            + Digest.of(digest.algorithm(), raw))
                            .with("expected", digest.toString()));
                }
                return Optional.of(raw);
            }
        } catch (IOException e) {
            throw failed(digest, e);
        }
    }

    private Backing openForWriting() {
        if (!writing) {
            throw new IllegalStateException(place + " was opened for reading");
        }
        return open();
    }

    private Backing open() {
        if (closed) {
            throw new IllegalStateException(place + " was closed");
        }
        return backing;
    }

    private StorageException failed(Digest digest, IOException cause) {
        return new StorageException("reading " + digest + " from " + place + " failed: " + cause.getMessage(), cause);
    }
}
