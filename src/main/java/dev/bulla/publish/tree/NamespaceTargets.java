package dev.bulla.publish.tree;

import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.StorageException;
import dev.bulla.outcome.UsageException;
import dev.bulla.resolve.HeadSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * The content of a namespace's targets: blobs or manifests by their sha256, in the TUF repository or in the repository that
 * the target path names. A path leads to no other host than the namespace's.
 *
 * @param namespace the namespace
 * @param head its TUF repository
 * @param opener opens other repositories of the namespace
 */
public record NamespaceTargets(Namespace namespace, HeadSource head, Function<Place, Source> opener)
        implements TargetExport.Fetch {
    @Override
    public boolean target(TargetPath path, TargetInfo info, OutputStream sink) {
        if (info.hashes().known().get(HashFunction.SHA256) == null) {
            return false;
        }
        Optional<Place> repository = repository(path);
        if (repository.isPresent()) {
            try (Source source = opener.apply(repository.get())) {
                if (found(source, info, sink)) {
                    return true;
                }
            } catch (NotFoundException e) {
                // no such repository: the TUF repository may have it
            }
        }
        try {
            head.target(path, info, true, sink);
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** The repository whose artifact is listed, if the path is a reference into this namespace. */
    private Optional<Place> repository(TargetPath path) {
        if (!(namespace instanceof Namespace.InRegistry registry)) {
            return Optional.empty();
        }
        try {
            Place place = Reference.parse(path.value()).place();
            return place instanceof Place.RegistryPlace other && other.host().equals(registry.host())
                    ? Optional.of(place)
                    : Optional.empty();
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    private static boolean found(Source source, TargetInfo info, OutputStream sink) {
        Optional<Digest> digest = Digest.parse("sha256:" + info.hashes().known().get(HashFunction.SHA256));
        if (digest.isEmpty()) {
            return false;
        }
        Descriptor blob =
                Descriptor.of(new MediaType("application/octet-stream"), digest.get(), Math.max(0, info.length()));
        try {
            if (source.hasBlob(blob)) {
                try (InputStream in = source.blob(blob)) {
                    in.transferTo(sink);
                    return true;
                }
            }
            Optional<Manifest> manifest = source.manifest(digest.get());
            if (manifest.isEmpty()) {
                return false;
            }
            manifest.get().raw().writeTo(sink);
            return true;
        } catch (IOException e) {
            throw new StorageException("a target could not be written: " + e.getMessage(), e);
        }
    }
}
