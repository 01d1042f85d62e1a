package dev.bulla.publish;

import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Source;
import java.util.Optional;

/**
 * Role files by their digest, each fetched once: what is published is read before it is shown, before it is changed, and
 * afterwards. What was made here is known before it is stored.
 */
final class KnownBlobs extends ForwardingSource {
    /** 64 MiB: snapshot and bins of a namespace with millions of targets, and no more than one role may have. */
    private static final long MOST_BYTES = 64 << 20;

    private final BlobCache known = BlobCache.inMemory(MOST_BYTES);

    KnownBlobs(Source source) {
        super(source);
    }

    /** The content of a file that was made or read here. */
    void know(RoleLayer layer) {
        layer.content().ifPresent(content -> known.keep(layer.blob().digest(), content));
    }

    @Override
    public Bytes blobBytes(Descriptor blob, int limit) {
        Optional<Bytes> held = blob.size() <= limit ? known.find(blob.digest()) : Optional.empty();
        Bytes content = held.orElseGet(() -> super.blobBytes(blob, limit));
        if (held.isEmpty()) {
            known.keep(blob.digest(), content);
        }
        return content;
    }
}
