package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.oci.VerifiedStream;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One repository in memory that lies and refuses as a test wishes. */
class PliableStore implements Store {
    final Map<Digest, Bytes> blobs = new ConcurrentHashMap<>();
    final Map<Digest, Bytes> manifests = new ConcurrentHashMap<>();
    final Map<Tag, Digest> tags = new ConcurrentHashMap<>();

    /** Replaces or adds entries of every listing, by digest. */
    final List<Descriptor> lies = new ArrayList<>();

    /** False hides all referrers, as a registry does that lost them. */
    boolean listsReferrers = true;

    /** True refuses manifests that have {@code artifactType}. */
    boolean refusesArtifactType;

    /** Runs before a tag is moved, for another writer to be quicker. */
    Runnable beforeTag = () -> {};

    /** How listings say that they were made. */
    ReferrerList.Path listing = ReferrerList.Path.API;

    Optional<PinMode> pins = Optional.of(PinMode.CARRIER);

    int blobReads;

    @Override
    public Place place() {
        return new Place.RegistryPlace("memory.example", "acme/shop");
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.ofNullable(tags.get(tag)).flatMap(this::manifest);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return Optional.ofNullable(manifests.get(digest)).map(raw -> Manifest.parse(raw, Optional.empty(), digest));
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
        blobReads++;
        Bytes content = blobs.get(blob.digest());
        if (content == null) {
            throw new NotFoundException("no blob " + blob.digest());
        }
        return new VerifiedStream(content.newInputStream(), blob, place().toString());
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        Map<Digest, Descriptor> entries = new LinkedHashMap<>();
        if (listsReferrers) {
            for (Digest digest : manifests.keySet()) {
                readable(digest)
                        .filter(one -> one.subject()
                                .filter(own -> own.digest().equals(subject))
                                .isPresent())
                        .ifPresent(one -> entries.put(digest, one.descriptor()));
            }
        }
        lies.forEach(lie -> entries.put(lie.digest(), lie));
        return new ReferrerList(new ArrayList<>(entries.values()), listing);
    }

    private Optional<Manifest> readable(Digest digest) {
        try {
            return manifest(digest);
        } catch (RejectedException broken) {
            return Optional.empty();
        }
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
        if (refusesArtifactType && manifest.raw().asUtf8().orElseThrow().contains("\"artifactType\"")) {
            throw new RejectedException(Reason.of(ReasonCode.MALFORMED, "PUT manifest: 400 bad request")
                    .with("status", 400L));
        }
        manifests.put(manifest.digest(), manifest.raw());
    }

    /** Stores bytes under a digest that need not be theirs. */
    void plant(Digest digest, Bytes raw) {
        manifests.put(digest, raw);
    }

    @Override
    public void tag(Manifest manifest, Tag tag) {
        beforeTag.run();
        tags.put(tag, manifest.digest());
    }

    @Override
    public void attach(Manifest attachment) {
        pushManifest(attachment);
    }

    @Override
    public Optional<PinMode> pins() {
        return pins;
    }

    /** As a collector that takes what has no tag, whatever indexes list. */
    void deleteUntagged() {
        manifests.keySet().retainAll(tags.values());
    }

    @Override
    public void delete(Digest manifest) {
        manifests.remove(manifest);
    }

    @Override
    public void close() {}
}
