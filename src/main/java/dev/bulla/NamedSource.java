package dev.bulla;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ForwardingSource;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository without names of its own, in which one artifact is found under every tag but those of carriers; with a
 * second one beside it that may hold further attachments. Closing either is left to whoever opened it.
 */
final class NamedSource extends ForwardingSource {
    private final Manifest artifact;
    private final Optional<Source> beside;

    NamedSource(Source source, Manifest artifact, Optional<Source> beside) {
        super(source);
        this.artifact = artifact;
        this.beside = beside;
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        if (tag.value().endsWith(".signed")) {
            return super.manifest(tag); // a carrier, which an image layout may hold
        }
        return Optional.of(artifact);
    }

    @Override
    public Optional<Digest> digest(Tag tag) {
        return Optional.empty();
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return super.manifest(digest).or(() -> beside.flatMap(other -> other.manifest(digest)));
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return super.hasManifest(digest)
                || beside.filter(other -> other.hasManifest(digest)).isPresent();
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return super.hasBlob(blob)
                || beside.filter(other -> other.hasBlob(blob)).isPresent();
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return beside.isPresent() && !super.hasBlob(blob) ? beside.get().blob(blob) : super.blob(blob);
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        ReferrerList own = super.referrers(subject);
        if (beside.isEmpty()) {
            return own;
        }
        List<Descriptor> all = new ArrayList<>(own.entries());
        all.addAll(beside.get().referrers(subject).entries());
        return new ReferrerList(all, own.path());
    }

    @Override
    public void close() {}
}
