package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blobs of a thick bundle in their store, seen as the repository that the archive is: types come from its manifests. */
final class ThickSource implements Source {
    private final Place origin;
    private final Store spool;
    private final Map<Digest, Long> sizes;
    private final Map<Digest, Descriptor> types = new LinkedHashMap<>();
    private final Map<Digest, Manifest> computed = new LinkedHashMap<>();
    private final Map<Digest, Bytes> computedBlobs = new LinkedHashMap<>();
    private final Map<Digest, List<Descriptor>> referrers = new LinkedHashMap<>();
    private final Map<String, Descriptor> names = new LinkedHashMap<>();

    ThickSource(Place origin, Store spool, Map<Digest, Long> sizes) {
        this.origin = origin;
        this.spool = spool;
        this.sizes = Map.copyOf(sizes);
    }

    /** Tells that a blob is a manifest, and of which type. */
    void know(Descriptor manifest) {
        types.putIfAbsent(manifest.digest(), manifest);
    }

    /** Lets a tag lead to a manifest; the first one stays. */
    void name(String refName, Descriptor manifest) {
        names.putIfAbsent(refName, manifest);
    }

    /** Lists an attachment under its subject. */
    void attach(Digest subject, Descriptor attachment) {
        referrers.computeIfAbsent(subject, key -> new ArrayList<>()).add(attachment);
    }

    /** Adds what the archive does not hold, since it follows from {@code bundle.json}. */
    void compute(ThinBundle thin) {
        computed.put(thin.configManifest().digest(), thin.configManifest());
        computed.put(thin.index().digest(), thin.index());
        computedBlobs.put(thin.configBlob().digest(), thin.bundle().raw());
    }

    @Override
    public Place place() {
        return origin;
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.ofNullable(names.get(tag.value())).flatMap(named -> manifest(named.digest()));
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        Descriptor known = types.get(digest);
        Long size = sizes.get(digest);
        if (known == null || size == null) {
            return Optional.ofNullable(computed.get(digest));
        }
        if (size > GraphLimits.MAX_MANIFEST_BYTES) {
            throw new RejectedException(
                    ReasonCode.LIMIT_EXCEEDED,
                    "manifest " + digest + " has " + size + " bytes, at most " + GraphLimits.MAX_MANIFEST_BYTES
                            + " are read");
        }
        Bytes raw = spool.blobBytes(Descriptor.of(known.mediaType(), digest, size), GraphLimits.MAX_MANIFEST_BYTES);
        return Optional.of(Manifest.parse(raw, Optional.of(known.mediaType()), digest));
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return computed.containsKey(digest) || (types.containsKey(digest) && sizes.containsKey(digest));
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return computedBlobs.containsKey(blob.digest()) || sizes.containsKey(blob.digest());
    }

    @Override
    public InputStream blob(Descriptor blob) {
        Bytes own = computedBlobs.get(blob.digest());
        return own == null ? spool.blob(blob) : new VerifiedStream(own.newInputStream(), blob, origin.toString());
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        return new ReferrerList(referrers.getOrDefault(subject, List.of()), ReferrerList.Path.LAYOUT);
    }

    /** Nothing to release: the store belongs to whoever gave it. */
    @Override
    public void close() {}
}
