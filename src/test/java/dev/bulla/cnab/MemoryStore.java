package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One repository in memory. Tests also reach in and replace what it holds. */
final class MemoryStore implements Store {
    final Map<Digest, Bytes> blobs = new HashMap<>();
    final Map<Digest, Manifest> manifests = new HashMap<>();
    private final Map<Tag, Manifest> tags = new HashMap<>();
    private final String repository;

    MemoryStore(String repository) {
        this.repository = repository;
    }

    @Override
    public Place place() {
        return new Place.RegistryPlace("memory.example", repository);
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.ofNullable(tags.get(tag));
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
        Bytes content = blobs.get(blob.digest());
        if (content == null) {
            throw new NotFoundException("no blob " + blob.digest());
        }
        return new VerifiedStream(content.newInputStream(), blob, place().toString());
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        List<Descriptor> entries = manifests.values().stream()
                .filter(manifest -> manifest.subject()
                        .filter(found -> found.digest().equals(subject))
                        .isPresent())
                .map(Manifest::descriptor)
                .toList();
        return new ReferrerList(entries, ReferrerList.Path.API);
    }

    @Override
    public void pushBlob(Descriptor expected, Content content) {
        try (InputStream in = new VerifiedStream(content.open(), expected, "test")) {
            blobs.put(expected.digest(), Bytes.adopt(in.readAllBytes()));
        } catch (IOException e) {
            throw new UnreachableException("pushing " + expected.digest() + ": " + e.getMessage(), e);
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
        tags.put(tag, manifest);
    }

    @Override
    public void attach(Manifest attachment) {
        pushManifest(attachment);
    }

    @Override
    public void delete(Digest manifest) {
        manifests.remove(manifest);
    }

    @Override
    public void close() {}
}
