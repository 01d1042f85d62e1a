package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.BlobCache;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Source;
import dev.bulla.resolve.RememberedHead;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A TUF repository that is open, or none.
 *
 * @param head the repository with the head that was seen last
 * @param ahead the same to be asked ahead
 */
record OpenTrust(Optional<RememberedHead> head, Optional<ReadAhead> ahead) implements AutoCloseable {
    static final OpenTrust NONE = new OpenTrust(Optional.empty(), Optional.empty());

    static OpenTrust of(RememberedHead head, BlobCache cache) {
        return new OpenTrust(Optional.of(head), Optional.of(ReadAhead.of(head, cache)));
    }

    /** What verifications ask. */
    Optional<Source> source() {
        return ahead.map(Source.class::cast);
    }

    /** What was read was found good: the cache gets it, {@code heads} a head that is worth remembering. */
    void keep(Consumer<Bytes> heads) {
        ahead.ifPresent(ReadAhead::keep);
        head.flatMap(RememberedHead::fetched).ifPresent(heads);
    }

    @Override
    public void close() {
        ahead.ifPresent(ReadAhead::close);
        head.ifPresent(RememberedHead::close);
    }
}
