package dev.bulla.tuf.attack;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.HeadManifest;
import dev.bulla.attach.RoleLayer;
import dev.bulla.attach.RoleTags;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.ReferrerList;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.testkit.tuf.DraftedRepository;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Snapshot;
import dev.bulla.tuf.edit.RoleFile;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A hostile registry as an OCI repository: a head over the files that fit its timestamp best, every other file as a blob
 * that can be had by its hash, and under every other tag the artifact that the attacker wants to be taken for the real one.
 */
final class HostilePlace implements Source {
    private final Manifest head;
    private final Manifest artifact;
    private final Map<Digest, Bytes> blobs = new HashMap<>();

    HostilePlace(HostileRegistry registry, Manifest artifact) {
        this.artifact = artifact;
        Map<RoleName, List<RoleFile>> served = registry.served();
        List<RoleLayer> layers = new ArrayList<>();
        served.forEach((role, files) -> files.forEach(file -> blobs.put(Digest.of(file.bytes()), file.bytes())));
        Optional<Snapshot> snapshot = snapshot(served);
        served.forEach((role, files) -> {
            if (role.equals(RoleName.ROOT)) {
                files.forEach(file -> layers.add(layer(role, file)));
            } else {
                layers.add(layer(role, best(files, snapshot.flatMap(listing -> listing.of(role)))));
            }
        });
        ArtifactBuilder builder = HeadManifest.builder(DraftedRepository.ORIGIN, layers);
        builder.contents().forEach((blob, content) -> blobs.put(blob.digest(), content));
        head = builder.build();
    }

    private static RoleLayer layer(RoleName role, RoleFile file) {
        return RoleLayer.of(role, file.version(), file.bytes());
    }

    private static Optional<Snapshot> snapshot(Map<RoleName, List<RoleFile>> served) {
        RoleFile timestamp = served.getOrDefault(RoleName.TIMESTAMP, List.of()).get(0);
        FileInfo wanted = RoleFormat.TIMESTAMP.read(timestamp.bytes()).role().snapshot();
        return served.getOrDefault(RoleName.SNAPSHOT, List.of()).stream()
                .filter(file -> file.info().equals(wanted))
                .findFirst()
                .map(file -> RoleFormat.SNAPSHOT.read(file.bytes()).role());
    }

    private static RoleFile best(List<RoleFile> files, Optional<FileInfo> wanted) {
        return files.stream()
                .filter(file -> wanted.equals(Optional.of(file.info())))
                .findFirst()
                .orElse(files.get(files.size() - 1));
    }

    @Override
    public Place place() {
        return new Place.RegistryPlace("registry.example", "acme/tuf");
    }

    @Override
    public Optional<Manifest> manifest(Tag tag) {
        return Optional.of(tag.equals(RoleTags.HEAD) ? head : artifact);
    }

    @Override
    public Optional<Manifest> manifest(Digest digest) {
        return List.of(head, artifact).stream()
                .filter(manifest -> manifest.digest().equals(digest))
                .findFirst();
    }

    @Override
    public boolean hasManifest(Digest digest) {
        return manifest(digest).isPresent();
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return blobs.containsKey(blob.digest());
    }

    @Override
    public InputStream blob(Descriptor blob) {
        return Optional.ofNullable(blobs.get(blob.digest()))
                .orElseThrow(() -> new NotFoundException("no blob " + blob.digest()))
                .newInputStream();
    }

    @Override
    public ReferrerList referrers(Digest subject) {
        return new ReferrerList(List.of(), ReferrerList.Path.API);
    }

    @Override
    public void close() {}
}
