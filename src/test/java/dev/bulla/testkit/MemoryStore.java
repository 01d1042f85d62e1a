package dev.bulla.testkit;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One repository in memory, where the last writer of a tag wins, as registries without conditional writes have it. Tests
 * also reach in and replace what it holds.
 */
public final class MemoryStore implements Store {
    private final Map<Digest, Bytes> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Manifest> manifests = new ConcurrentHashMap<>();
    private final Map<Tag, Digest> tags = new ConcurrentHashMap<>();
    private final String repository;

    /** An empty repository of this name, of a registry that is nowhere. */
    public MemoryStore(String repository) {
        this.repository = repository;
    }

    /** What is stored, to be changed at will. */
    public Map<Digest, Bytes> blobs() {
        return blobs;
    }

    /** What is stored, to be changed at will. */
    public Map<Digest, Manifest> manifests() {
        return manifests;
    }

    @Override
    public Place place() {
        return new Place.RegistryPlace("registry.example", repository);
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
        pushManifest(manifest);
        tags.put(tag, manifest.digest());
    }

    @Override
    public void attach(Manifest attachment) {
        pushManifest(attachment);
    }

    @Override
    public void delete(Digest manifest) {
        manifests.remove(manifest);
        tags.values().removeIf(manifest::equals);
    }

    @Override
    public void close() {}
}
