package dev.bulla.testkit.loopback;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All repositories of a registry, and a door for tests that arrange or examine content past the protocol. */
public final class Shelves {

    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

    Repository repository(String name) {
        return repositories.computeIfAbsent(name, each -> new Repository());
    }

    /** Stores a blob; its digest is returned. */
    public String putBlob(String repository, byte[] content) {
        String digest = Digests.sha256(content);
        repository(repository).putBlob(digest, content);
        return digest;
    }

    /** Stores a manifest without any check; its digest is returned. */
    public String putManifest(String repository, String mediaType, byte[] content) {
        String digest = Digests.sha256(content);
        repository(repository).putManifest(new Repository.StoredManifest(digest, mediaType, content));
        return digest;
    }

    /** Lets a tag name a digest, whether that is stored or not. */
    public void tag(String repository, String tag, String digest) {
        repository(repository).tag(tag, digest);
    }

    /** The tags with the digests that they name. */
    public Map<String, String> tags(String repository) {
        return repository(repository).tags();
    }

    /** The bytes of a blob. */
    public Optional<byte[]> blob(String repository, String digest) {
        return repository(repository).blob(digest);
    }

    /** The bytes of a manifest, by tag or digest. */
    public Optional<byte[]> manifest(String repository, String tagOrDigest) {
        return repository(repository).manifest(tagOrDigest).map(Repository.StoredManifest::bytes);
    }

    /** All manifests in the order they were first pushed in. */
    public List<String> manifestDigests(String repository) {
        return repository(repository).manifestDigests();
    }

    /** All blobs in the order they were first pushed in. */
    public List<String> blobDigests(String repository) {
        return repository(repository).blobDigests();
    }

    /** Forgets a manifest and the tags that name it. */
    public void deleteManifest(String repository, String digest) {
        repository(repository).deleteManifest(digest);
    }

    /** Forgets a blob. */
    public void deleteBlob(String repository, String digest) {
        repository(repository).deleteBlob(digest);
    }
}
