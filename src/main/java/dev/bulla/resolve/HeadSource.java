package dev.bulla.resolve;

import dev.bulla.attach.Enclosed;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.bytes.HashFunction;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.ReadAhead;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import dev.bulla.trust.RoleDirectory;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.RoleSource;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/**
 * A TUF repository inside a registry or an image layout (tuf.md 12.1): role files by a head manifest, a capsule or tags.
 * One request gives the manifest; files inlined in it cost none, the others one each.
 */
public final class HeadSource implements RoleSource {
    private final Source place;
    private final RoleFiles files;
    private final boolean tagged;

    private HeadSource(Source place, RoleFiles files, boolean tagged) {
        this.place = place;
        this.files = files;
        this.tagged = tagged;
    }

    /**
     * The repository at {@code trust} as its head is now; empty only when the place answers that there is no head.
     *
     * @throws RejectedException when the head is malformed
     */
    public static Optional<HeadSource> at(Source trust) {
        return trust.manifest(RoleTags.HEAD)
                .map(head -> new HeadSource(trust, RoleFiles.read(head).orThrow(), true));
    }

    /** The files that a capsule lists, in the repository of the artifact that it is attached to. */
    public static HeadSource ofCapsule(Source artifacts, RoleFiles capsule) {
        return new HeadSource(artifacts, capsule, false);
    }

    /** What the head or capsule lists: hints. */
    public RoleFiles files() {
        return files;
    }

    /** Documents that were put beside the files for whoever asks next. */
    Enclosed enclosed() {
        return Enclosed.of(files.manifest());
    }

    /** Whose files they are, for people. */
    String described() {
        return (tagged ? "head " : "capsule ") + files.digest() + (tagged ? " of " + place.place() : "");
    }

    /** The head of the same repository as it is now. */
    Optional<HeadSource> now() {
        return at(place);
    }

    /** True for a capsule. */
    boolean isCapsule() {
        return !tagged;
    }

    /** Asks for the files that an update of {@code memory} towards {@code name} will probably need. */
    void askAhead(RoleDirectory memory, String name) {
        if (place instanceof ReadAhead ahead) {
            new RolesAhead(files, ahead, memory).ask(name);
        }
    }

    @Override
    public Optional<Bytes> root(long version, int limit) {
        Optional<Descriptor> listed = files.root(version);
        if (listed.isPresent()) {
            return Optional.of(place.blobBytes(listed.get(), limit));
        }
        if (!tagged || files.hasAllRoots()) {
            return Optional.empty();
        }
        return named(RoleTags.root(version), RoleFileName.versioned(RoleName.ROOT, version))
                .map(root -> place.blobBytes(root, limit));
    }

    @Override
    public Bytes timestamp(int limit) {
        Descriptor listed = files.timestamp()
                .orElseThrow(() ->
                        new NotFoundException("no timestamp is listed by " + files.digest() + " of " + place.place()));
        return place.blobBytes(listed, limit);
    }

    /** {@inheritDoc} By name and version in the manifest, else straight by the hash its parent lists, else by role tag. */
    @Override
    public Bytes role(RoleName name, FileInfo expected, boolean consistent, int limit) {
        Optional<Descriptor> listed = files.role(name, expected.version());
        if (listed.isPresent()) {
            return place.blobBytes(listed.get(), limit);
        }
        Optional<Bytes> addressed = RoleLayer.addressed(name, expected).flatMap(file -> atAddress(file.blob(), limit));
        if (addressed.isPresent()) {
            return addressed.get();
        }
        return byRoleTag(name, expected)
                .map(file -> place.blobBytes(file, limit))
                .orElseThrow(() ->
                        new NotFoundException(name + " v" + expected.version() + " is not there: neither listed by "
                                + files.digest() + " nor stored by hash or tag at " + place.place()));
    }

    /** Bins that a head does not list are read this way: asked for at once, since to ask whether they are there costs as much. */
    private Optional<Bytes> atAddress(Descriptor blob, int limit) {
        try {
            return Optional.of(place.blobBytes(blob, limit));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static Optional<Digest> digest(Map<HashFunction, String> hashes) {
        return hashes.entrySet().stream()
                .flatMap(hash -> Digest.parse(hash.getKey().wireName() + ":" + hash.getValue()).stream())
                .findFirst();
    }

    private Optional<Descriptor> byRoleTag(RoleName name, FileInfo expected) {
        if (!tagged || name.isTopLevel()) {
            return Optional.empty();
        }
        RoleFileName file = RoleFileName.versioned(name, expected.version());
        return named(RoleTags.role(name), file).or(() -> RoleTags.docker(name).flatMap(docker -> named(docker, file)));
    }

    /** The file {@code name} of the manifest under {@code tag}; a manifest without it is not what the tag promises. */
    private Optional<Descriptor> named(Tag tag, RoleFileName name) {
        Optional<Manifest> manifest = place.manifest(tag);
        if (manifest.isEmpty()) {
            return Optional.empty();
        }
        RoleFiles single = RoleFiles.read(manifest.get()).orThrow();
        return Optional.of(single.role(name.role(), name.version().orElse(0))
                .orElseThrow(() -> new RejectedException(Reason.of(
                        ReasonCode.MALFORMED, "tag " + tag + " of " + place.place() + " does not hold " + name))));
    }

    /** {@inheritDoc} A target is the blob with its hash, or the manifest with it. */
    @Override
    public void target(TargetPath path, TargetInfo expected, boolean consistent, OutputStream sink) {
        Digest digest = digest(expected.hashes().known())
                .orElseThrow(() -> new RejectedException(
                        ReasonCode.UNKNOWN_HASH, "target " + path + " has no hash that is the address of content"));
        Descriptor blob =
                Descriptor.of(new MediaType("application/octet-stream"), digest, Math.max(0, expected.length()));
        try {
            if (place.hasBlob(blob)) {
                try (InputStream in = place.blob(blob)) {
                    in.transferTo(sink);
                }
            } else {
                place.manifest(digest)
                        .orElseThrow(() -> new NotFoundException("target " + path + " is not in " + place.place()))
                        .raw()
                        .writeTo(sink);
            }
        } catch (IOException e) {
            throw new StorageException("target " + path + " could not be taken over: " + e.getMessage(), e);
        }
    }
}
