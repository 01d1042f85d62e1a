package dev.bulla.attach;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The role files that a head manifest, a capsule or the manifest of one role file lists. Everything in it is a hint: bytes
 * are taken by digest and verified as TUF says. The heads of docker's mirror are read as well (tuf.md 12.1).
 *
 * @param manifest the manifest
 * @param files blobs by role and version, in layer order; inlined data are checked against digest and size
 */
public record RoleFiles(ImageManifest manifest, Map<RoleFileName, Descriptor> files) {
    /** As many role files as an artifact may have descriptors: 256 roots, four thousand bins and room to grow. */
    public static final int MAX_FILES = 10_000;

    /** Copies the map. */
    public RoleFiles {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /**
     * Reads what {@code manifest} lists.
     *
     * @return {@code MALFORMED} when it is no manifest of role files, a file name does not decode or is listed twice,
     *     {@code LIMIT_EXCEEDED}
     */
    public static Step<RoleFiles> read(Manifest manifest) {
        if (!(manifest instanceof ImageManifest image)) {
            return refused(ReasonCode.MALFORMED, manifest, "is an index where role files are expected");
        }
        if (image.layers().size() > MAX_FILES) {
            return refused(
                    ReasonCode.LIMIT_EXCEEDED,
                    manifest,
                    "lists " + image.layers().size() + " role files, at most " + MAX_FILES + " are looked at");
        }
        Map<RoleFileName, Descriptor> files = new LinkedHashMap<>();
        for (Descriptor layer : image.layers()) {
            Optional<RoleFileName> name = Optional.ofNullable(
                            layer.annotations().get(Annotations.FILE_NAME))
                    .flatMap(RoleFileName::parse);
            if (!layer.mediaType().equals(RoleLayer.MEDIA_TYPE) || name.isEmpty()) {
                return refused(ReasonCode.MALFORMED, manifest, "has a layer that is not named as a role file");
            }
            if (files.put(name.get(), layer) != null) {
                return refused(ReasonCode.MALFORMED, manifest, "lists " + name.get() + " twice");
            }
        }
        return files.isEmpty()
                ? refused(ReasonCode.MALFORMED, manifest, "lists no role file")
                : Step.done(new RoleFiles(image, files));
    }

    private static Step<RoleFiles> refused(ReasonCode code, Manifest manifest, String what) {
        return Step.refused(Reason.of(code, manifest.digest() + " " + what)
                .with("manifest", manifest.digest().toString()));
    }

    /** Address of the manifest. */
    public Digest digest() {
        return manifest.digest();
    }

    /** The root of this version. */
    public Optional<Descriptor> root(long version) {
        return Optional.ofNullable(files.get(RoleFileName.versioned(RoleName.ROOT, version)));
    }

    /** The timestamp. */
    public Optional<Descriptor> timestamp() {
        return Optional.ofNullable(files.get(RoleFileName.plain(RoleName.TIMESTAMP)));
    }

    /** A role file of this version; where names have no version, the one of that role. */
    public Optional<Descriptor> role(RoleName role, long version) {
        Descriptor versioned = files.get(RoleFileName.versioned(role, version));
        return Optional.ofNullable(versioned == null ? files.get(RoleFileName.plain(role)) : versioned);
    }

    /** The version under which a role is listed, whatever it is. */
    public Optional<RoleFileName> named(RoleName role) {
        return files.keySet().stream().filter(name -> name.role().equals(role)).findFirst();
    }

    /** The highest version of a root that is listed. */
    public OptionalLong newestRoot() {
        return files.keySet().stream()
                .filter(name -> name.role().equals(RoleName.ROOT))
                .map(RoleFileName::version)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
    }

    /**
     * True when every root ever published is listed, as Bulla writes it: then a version that is missing does not exist. The
     * timestamp's {@code x-root} stands against a head that was cut short.
     */
    public boolean hasAllRoots() {
        MediaType type = manifest.artifactType().orElse(MediaType.EMPTY_JSON);
        boolean ours = type.equals(HeadManifest.ARTIFACT_TYPE) || type.equals(Kind.CAPSULE.artifactType());
        long newest = newestRoot().orElse(0);
        long listed = files.keySet().stream()
                .filter(name -> name.role().equals(RoleName.ROOT))
                .count();
        return ours && newest > 0 && newest == listed && root(1).isPresent();
    }
}
