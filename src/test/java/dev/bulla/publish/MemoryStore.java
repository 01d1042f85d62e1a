package dev.bulla.publish;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A TUF repository in memory where the last writer of a tag wins, as registries without conditional writes have it. */
final class MemoryStore implements Store {
    private final Map<Digest, Bytes> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Tag, Digest> tags = new ConcurrentHashMap<>();

    @Override
    public Place place() {
        return new Place.RegistryPlace("registry.example", "acme/tuf");
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.ofNullable(tags.get(tag)).flatMap(this::manifest);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return Optional.ofNullable(manifests.get(digest));
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return manifests.containsKey(digest);
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blobs.containsKey(blob.digest());
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return Optional.ofNullable(blobs.get(blob.digest()))
                .orElseThrow(() -> new NotFoundException("blob " + blob.digest() + " is not there"))
                .newInputStream();
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        throw new UnsupportedOperationException("nothing is attached in a TUF repository");
    }

    @Override
    public void pushBlob(Descriptor expected, Content content) {
        try (InputStream in = content.open()) {
            blobs.put(expected.digest(), Bytes.adopt(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean mountBlob(Descriptor blob, Place from) {
        return false;
    }

    @Override
    public void pushManifest(Manifest manifest) {
        manifests.put(manifest.digest(), manifest);
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        pushManifest(manifest);
        tags.put(tag, manifest.digest());
    }

    @Override
    public void attach(Manifest attachment) {
        throw new UnsupportedOperationException("nothing is attached in a TUF repository");
    }

    @Override
    public void delete(Digest manifest) {
        manifests.remove(manifest);
        tags.values().removeIf(manifest::equals);
    }

    @Override
    public void close() {}
}
