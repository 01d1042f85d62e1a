package dev.bulla.testkit.loopback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The content of one repository; every method is atomic. */
final class Repository {

    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final Map<String, StoredManifest> manifests = new LinkedHashMap<>();
    private final TreeMap<String, String> tags = new TreeMap<>();
    private final Map<String, Optional<String>> formerTags = new LinkedHashMap<>();

    /** A manifest with the media type it was pushed under. */
    static final class StoredManifest {
        private final String digest;
        private final String mediaType;
        private final byte[] bytes;
        private final ManifestFacts facts;

        StoredManifest(String digest, String mediaType, byte[] bytes) {
            this.digest = digest;
            this.mediaType = mediaType;
            this.bytes = bytes.clone();
            this.facts = ManifestFacts.of(bytes);
        }

        String digest() {
            return digest;
        }

        String mediaType() {
            return mediaType;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        ManifestFacts facts() {
            return facts;
        }

        Map<String, Object> descriptor() {
            return facts.descriptor(mediaType, digest, bytes.length);
        }
    }

    synchronized Optional<byte[]> blob(String digest) {
        return Optional.ofNullable(blobs.get(digest)).map(byte[]::clone);
    }

    synchronized boolean hasBlob(String digest) {
        return blobs.containsKey(digest);
    }

    synchronized void putBlob(String digest, byte[] content) {
        blobs.put(digest, content.clone());
    }

    synchronized boolean deleteBlob(String digest) {
        return blobs.remove(digest) != null;
    }

    synchronized Optional<StoredManifest> manifest(String tagOrDigest) {
        String digest = Digests.isDigest(tagOrDigest) ? tagOrDigest : tags.get(tagOrDigest);
        return Optional.ofNullable(digest == null ? null : manifests.get(digest));
    }

    synchronized void putManifest(StoredManifest manifest) {
        manifests.put(manifest.digest(), manifest);
    }

    synchronized void tag(String tag, String digest) {
        formerTags.put(tag, Optional.ofNullable(tags.put(tag, digest)));
    }

    /** What a tag named before it was last set; a stale cache answers so. */
    synchronized Optional<StoredManifest> formerManifest(String tag) {
        return formerTags.getOrDefault(tag, Optional.empty()).map(manifests::get);
    }

    synchronized boolean untag(String tag) {
        return tags.remove(tag) != null;
    }

    /** Deletes a manifest with all tags that name it. */
    synchronized boolean deleteManifest(String digest) {
        tags.values().removeIf(digest::equals);
        return manifests.remove(digest) != null;
    }

    synchronized Map<String, String> tags() {
        return new TreeMap<>(tags);
    }

    synchronized boolean isEmpty() {
        return blobs.isEmpty() && manifests.isEmpty();
    }

    /** Manifests whose subject is the digest, in the order they were pushed in. */
    synchronized List<StoredManifest> referrers(String subject) {
        List<StoredManifest> found = new ArrayList<>();
        for (StoredManifest each : manifests.values()) {
            if (each.facts().subject().filter(subject::equals).isPresent()) {
                found.add(each);
            }
        }
        return found;
    }

    synchronized List<String> manifestDigests() {
        return List.copyOf(manifests.keySet());
    }

    synchronized List<String> blobDigests() {
        return List.copyOf(blobs.keySet());
    }
}
