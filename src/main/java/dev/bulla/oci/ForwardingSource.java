package dev.bulla.oci;

import java.io.InputStream;
import java.util.Optional;

/** Asks another source for everything; whoever extends it changes the answers it is about. */
public abstract class ForwardingSource implements Source {
    private final Source source;

    /** Over {@code source}. */
    protected ForwardingSource(Source source) {
        this.source = source;
    }

    @Override
    public Place place() {
        return source.place();
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return source.manifest(tag);
    }

    @Override
    public Optional<Digest> digest(Tag tag) {
        return source.digest(tag);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return source.manifest(digest);
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return source.hasManifest(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return source.hasBlob(blob);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return source.blob(blob);
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        return source.referrers(subject);
    }

    @Override
    public void close() {
        source.close();
    }
}
