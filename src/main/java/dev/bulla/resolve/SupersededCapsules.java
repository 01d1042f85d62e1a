package dev.bulla.resolve;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Capsule;
import dev.bulla.attach.Kind;
import dev.bulla.attach.RoleFiles;
import dev.bulla.attach.RoleLayer;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Source;
import dev.bulla.oci.TrustRepository;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.Timestamped;
import dev.bulla.tuf.TufLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which capsules say nothing any more beside a newer one. Readers take the highest timestamp that verifies under the newest
 * root and only what hashes from it (trust.md 3.1); a capsule is superseded when that can never be its own any more:
 *
 * <ul>
 *   <li>it was made for the same artifact under the same name, from the same TUF repository, and is byte for byte what is
 *       written here;
 *   <li>every root in it is in the newer one as well;
 *   <li>its timestamp verifies under one of these roots and is lower, or is the very same file;
 *   <li>every other role in it is in the newer one too, the same file or a higher version.
 * </ul>
 *
 * <p>Whatever fails any of these stays: foreign ones, ones that fork, ones with roles that are delegated no longer.
 */
final class SupersededCapsules {
    private final String name;
    private final TrustRepository repository;
    private final List<RoleLayer> files;
    private final Map<RoleName, RoleLayer> roles = new HashMap<>();
    private final Map<Long, Digest> roots = new HashMap<>();

    /** What {@code files} supersede, all of them verified and in memory. */
    SupersededCapsules(String name, TrustRepository repository, List<RoleLayer> files) {
        this.name = name;
        this.repository = repository;
        this.files = files;
        for (RoleLayer file : files) {
            if (file.role().equals(RoleName.ROOT)) {
                roots.put(file.version(), file.blob().digest());
            } else {
                roles.put(file.role(), file);
            }
        }
    }

    /**
     * A capsule that says nothing any more.
     *
     * @param manifest the capsule
     * @param timestamp version of its timestamp
     */
    record Old(Manifest manifest, long timestamp) {}

    /** The superseded ones of what is attached, the newest of them first. */
    List<Old> among(Source place, Attachments there) {
        List<Old> superseded = new ArrayList<>();
        for (Attachment capsule : there.of(Kind.CAPSULE)) {
            OptionalLong timestamp = superseded(place, capsule.manifest());
            timestamp.ifPresent(version -> superseded.add(new Old(capsule.manifest(), version)));
        }
        superseded.sort(Comparator.comparingLong(Old::timestamp)
                .reversed()
                .thenComparing(old -> old.manifest().digest()));
        return superseded;
    }

    /** Version of the timestamp of {@code manifest} if it is a capsule that is superseded, else empty. */
    OptionalLong superseded(Source place, Manifest manifest) {
        if (Kind.of(manifest.artifactType()) != Kind.CAPSULE
                || !(RoleFiles.read(manifest) instanceof Step.Done<RoleFiles> readable)
                || !Capsule.isWritten(readable.value(), name, repository)
                || isWhatIsNew(manifest)
                || !readable.value().files().entrySet().stream()
                        .allMatch(file -> isCovered(file.getKey(), file.getValue()))) {
            return OptionalLong.empty();
        }
        return lowerTimestamp(place, readable.value());
    }

    private boolean isWhatIsNew(Manifest manifest) {
        return manifest.subject()
                .map(subject -> Capsule.builder(subject, name, repository, files))
                .filter(own -> own.build().digest().equals(manifest.digest())
                        || own.buildLegacy().digest().equals(manifest.digest()))
                .isPresent();
    }

    /** The timestamp apart, whose version no file name says. */
    private boolean isCovered(RoleFileName file, Descriptor blob) {
        if (file.role().equals(RoleName.TIMESTAMP)) {
            return true;
        }
        if (file.role().equals(RoleName.ROOT)) {
            return file.version().isPresent()
                    && blob.digest().equals(roots.get(file.version().getAsLong()));
        }
        RoleLayer own = roles.get(file.role());
        return own != null
                && (own.blob().digest().equals(blob.digest())
                        || (file.version().isPresent() && file.version().getAsLong() < own.version()));
    }

    private OptionalLong lowerTimestamp(Source place, RoleFiles capsule) {
        RoleLayer own = roles.get(RoleName.TIMESTAMP);
        Optional<Descriptor> blob = capsule.timestamp();
        if (own == null || blob.isEmpty()) {
            return OptionalLong.empty();
        }
        Bytes file;
        try {
            file = place.blobBytes(blob.get(), TufLimits.TIMESTAMP_BYTES);
        } catch (NotFoundException | RejectedException e) {
            return OptionalLong.empty(); // damaged: for people to look at
        }
        boolean same = own.blob().digest().equals(blob.get().digest());
        for (RoleLayer root : files) {
            OptionalLong version = root.role().equals(RoleName.ROOT) ? verified(root, file) : OptionalLong.empty();
            if (version.isPresent() && (same || version.getAsLong() < own.version())) {
                return version;
            }
        }
        return OptionalLong.empty();
    }

    /** Signatures alone are judged: a superseded timestamp has expired more often than not. */
    private static OptionalLong verified(RoleLayer root, Bytes timestamp) {
        Step<Timestamped> verified = Rooted.pinned(root.content().orElseThrow(), Instant.EPOCH)
                .then(Rooted::settle)
                .then(settled -> settled.timestamp(timestamp, Optional.empty()));
        return verified instanceof Step.Done<Timestamped> done
                ? OptionalLong.of(done.value().timestamp().role().version())
                : OptionalLong.empty();
    }
}
