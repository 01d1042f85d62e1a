package dev.bulla.bench;

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

/** Counts the requests and the bytes of manifests and blobs that a repository answers. */
final class CountingPlace extends ForwardingSource {
    private final Source source;
    private final List<String> requests = new ArrayList<>();
    private long moved;

    CountingPlace(Source source) {
        super(source);
        this.source = source;
    }

    /** Bytes since the last call of this method. */
    long moved() {
        long counted = moved;
        moved = 0;
        requests.clear();
        return counted;
    }

    /** Requests since the bytes were last asked for. */
    List<String> requests() {
        return requests;
    }

    private void count(String request, long bytes) {
        requests.add(request + " " + bytes);
        moved += bytes;
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        Optional<Manifest> manifest = source.manifest(tag);
        count("GET " + tag, manifest.map(found -> found.raw().length()).orElse(0));
        return manifest;
    }

    @Override
    public Optional<Digest> digest(Tag tag) {
        count("HEAD " + tag, 0);
        return source.digest(tag);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        Optional<Manifest> manifest = source.manifest(digest);
        count("GET manifest", manifest.map(found -> found.raw().length()).orElse(0));
        return manifest;
    }

    @Override
    public boolean hasManifest(Digest digest) {
        count("HEAD manifest", 0);
        return source.hasManifest(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        count("HEAD blob", 0);
        return source.hasBlob(blob);
    }

    @Override
    public InputStream blob(Descriptor blob) {
        count("GET blob", blob.size());
        return source.blob(blob);
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        throw new UnsupportedOperationException("nothing is attached to a head");
    }
}
