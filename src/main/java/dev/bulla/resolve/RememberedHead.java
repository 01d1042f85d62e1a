package dev.bulla.resolve;

import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import java.util.Optional;

/**
 * A TUF repository whose head is remembered: while the tag names it still, as the place says without transferring anything,
 * it is not fetched again. A place that lies about that shows an old head, which it could show anyway. Small heads are
 * fetched as soon as asked about, so they are not remembered.
 */
public final class RememberedHead extends ForwardingSource {
    /** A head that is smaller is fetched: asked for it, the place answers in no less time, and with little more. */
    static final int WORTH_REMEMBERING = 4_000;

    private final Source trust;
    private final Optional<Manifest> remembered;
    private Optional<Bytes> fetched = Optional.empty();

    private RememberedHead(Source trust, Optional<Manifest> remembered) {
        super(trust);
        this.trust = trust;
        this.remembered = remembered;
    }

    /** {@code trust} with a head that was fetched there or at a copy of it before. */
    public static RememberedHead of(Source trust, Optional<Bytes> remembered) {
        return new RememberedHead(
                trust, remembered.map(raw -> Manifest.parse(raw, Optional.of(MediaType.OCI_MANIFEST))));
    }

    /** The head that was fetched and is worth remembering; the caller keeps it once it has been verified. */
    public Optional<Bytes> fetched() {
        return fetched;
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        if (!tag.equals(RoleTags.HEAD)) {
            return trust.manifest(tag);
        }
        Optional<Digest> known = remembered.map(Manifest::digest);
        if (known.isPresent() && trust.digest(tag).equals(known)) {
            return remembered;
        }
        Optional<Manifest> head = trust.manifest(tag);
        fetched = head.map(Manifest::raw).filter(raw -> raw.length() >= WORTH_REMEMBERING);
        return head;
    }
}
