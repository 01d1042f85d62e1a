package dev.bulla.resolve;

import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.RejectedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A TUF repository whose head is remembered: while the tag names it still, as the place says without transferring anything,
 * it is not fetched again. A place that lies about that shows an old head, which it could show anyway. Small heads are
 * fetched as soon as asked about, so they are not remembered.
 */
public final class RememberedHead extends ForwardingSource {
    /** A head that is smaller is fetched: asked for it, the place answers in no less time, and with little more. */
    static final int WORTH_REMEMBERING = 4_000;

    private final Source trust;
    private final Optional<Bytes> remembered;
    private Optional<Bytes> fetched = Optional.empty();

    private RememberedHead(Source trust, Optional<Bytes> remembered) {
        super(trust);
        this.trust = trust;
        this.remembered = remembered;
    }

    /** {@code trust} with a head that was fetched there or at a copy of it before. */
    public static RememberedHead of(Source trust, Optional<Bytes> remembered) {
        return new RememberedHead(trust, remembered);
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
        Optional<Manifest> current = remembered.flatMap(raw -> ifNamed(raw, tag));
        if (current.isPresent()) {
            return current;
        }
        Optional<Manifest> head = trust.manifest(tag);
        fetched = head.map(Manifest::raw).filter(raw -> raw.length() >= WORTH_REMEMBERING);
        return head;
    }

    /** One of two things that are done side by side. */
    private record Half(Optional<Digest> named, Optional<Manifest> head) {}

    /** The remembered head is read while the place says which one is current. */
    private Optional<Manifest> ifNamed(Bytes raw, Tag tag) {
        List<Supplier<Half>> halves = List.of(
                () -> new Half(trust.digest(tag), Optional.empty()), () -> new Half(Optional.empty(), head(raw)));
        List<Half> done = new Parallel(2).map(halves, Supplier::get);
        return done.get(1).head().filter(head -> done.get(0).named().equals(Optional.of(head.digest())));
    }

    /** Empty for a file that a crash has left behind torn. */
    private static Optional<Manifest> head(Bytes raw) {
        try {
            return Optional.of(Manifest.parse(raw, Optional.of(MediaType.OCI_MANIFEST)));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }
}
