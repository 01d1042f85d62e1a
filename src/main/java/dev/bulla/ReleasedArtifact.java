package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.Representation;
import dev.bulla.cnab.RepresentationCheck;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.cnab.TrustedBundle;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.ConflictException;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import dev.bulla.publish.NewTarget;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.TargetPath;
import java.util.List;
import java.util.Optional;

/**
 * An artifact that is about to be signed into a namespace: its tag resolved once, its content found consistent.
 *
 * @param reference as named, with a tag
 * @param artifact type, digest and size of what the tag named
 * @param target the entry it gets
 * @param what in words
 * @param documents what is asked for once the artifact is known, to judge it
 */
record ReleasedArtifact(
        Reference reference, Descriptor artifact, NewTarget target, String what, List<Bytes> documents) {
    /** Copies the list. */
    ReleasedArtifact {
        documents = List.copyOf(documents);
    }

    /**
     * Looks at an artifact.
     *
     * @param origin how the namespace is called in its roles
     * @throws NotFoundException when there is no such artifact
     * @throws RejectedException when it looks like a bundle and is none
     */
    static ReleasedArtifact of(Source source, Reference reference, Namespaces.At at, String origin) {
        Tag tag = reference
                .tag()
                .orElseThrow(() -> new UsageException(
                        reference + " names no tag, and names are what a namespace signs", "give the tag"));
        Manifest manifest =
                source.manifest(reference).orElseThrow(() -> new NotFoundException(reference + " does not exist"));
        TargetPath path = at.namespace()
                .targetName(origin, reference.place(), tag)
                .map(TargetPath::new)
                .orElseThrow(() -> new UsageException(reference + " is not of namespace " + at.namespace()));
        Descriptor artifact = manifest.descriptor().plain();
        if (manifest instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            StoredBundle stored = StoredBundle.fetch(source, index).orThrow();
            Representation representation = RepresentationCheck.examine(TrustedBundle.ofIndex(artifact), stored);
            Bundle bundle = representation.orThrow();
            return new ReleasedArtifact(
                    reference,
                    artifact,
                    new NewTarget(
                            path,
                            NewTarget.BUNDLE,
                            stored.bundle().length(),
                            Hashes.sha256Of(stored.bundle()),
                            artifact),
                    "cnab bundle " + bundle.name() + " " + bundle.version() + ", "
                            + bundle.images().size() + (bundle.images().size() == 1 ? " image" : " images"),
                    List.of(stored.configManifest().raw(), stored.bundle()));
        }
        return new ReleasedArtifact(
                reference,
                artifact,
                new NewTarget(
                        path, NewTarget.MANIFEST, manifest.raw().length(), Hashes.sha256Of(manifest.raw()), artifact),
                artifact.mediaType().value(),
                List.of());
    }

    /** What was shown must be what the tag names still (trust.md section 11.9). */
    void demandTagStands(Source source) {
        Optional<Digest> now = reference.tag().flatMap(source::manifest).map(Manifest::digest);
        if (!now.equals(Optional.of(artifact.digest()))) {
            throw new ConflictException(
                    reference + " moved while it was signed: it was " + artifact.digest() + " and is "
                            + now.map(Digest::toString).orElse("gone"),
                    "the signature speaks of the digest that was shown; sign again if the new one is meant");
        }
    }
}
