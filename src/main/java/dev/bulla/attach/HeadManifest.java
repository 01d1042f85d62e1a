package dev.bulla.attach;

import dev.bulla.oci.MediaType;
import dev.bulla.tuf.RoleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the manifest at tag {@code latest} of a TUF repository (HEAD, oci-graph section 3.4): all current role files as
 * layers, so that one tag write switches the whole set; and the manifests of single role files beside it. Reading is
 * {@link RoleFiles}.
 */
public final class HeadManifest {
    /** The artifact type of heads and of manifests of single role files. */
    public static final MediaType ARTIFACT_TYPE = new MediaType("application/vnd.bulla.tuf.v1+json");

    /**
     * Of more bins than this a head lists at most those that changed with it: each costs every reader and every writer of the
     * head some 200 bytes, and the snapshot, which lists them too, says where they are.
     */
    public static final int MOST_BINS = 32;

    private HeadManifest() {}

    /**
     * The head with these role files: every root ever published, timestamp, snapshot, targets and the delegated roles, in
     * any order. The same files give the same bytes.
     *
     * @param origin the namespace, as {@code x-origin} has it; a hint
     */
    public static ArtifactBuilder builder(String origin, Collection<RoleLayer> files) {
        return withRoles(new ArtifactBuilder(ARTIFACT_TYPE), files).annotation(Annotations.ORIGIN, origin);
    }

    /**
     * The head of a namespace with more bins than {@link #MOST_BINS}. Bins that changed with it are listed, so that they are
     * kept as long as it is. Nothing of them is inlined, and no root: the snapshot is too large for that, so there is a
     * second round in which whoever lacks a root finds it, while most readers have pinned it and every writer moves it three
     * times.
     */
    public static ArtifactBuilder ofManyBins(
            String origin, Collection<RoleLayer> files, Collection<RoleLayer> changed) {
        List<RoleLayer> inOrder = inOrder(files);
        List<Integer> inlined = new ArrayList<>(RoleLayer.inliningOrder(inOrder));
        inlined.removeIf(position -> inOrder.get(position).role().equals(RoleName.ROOT));
        ArtifactBuilder builder = builder(origin, files).inlining(inlined);
        changed.forEach(bin -> bin.addTo(builder));
        return builder;
    }

    /** The manifest of one role file: of a root under {@code root-<n>}, of a delegated role under its role tag. */
    public static ArtifactBuilder single(RoleLayer file) {
        ArtifactBuilder builder = new ArtifactBuilder(ARTIFACT_TYPE);
        file.addTo(builder);
        return builder;
    }

    /**
     * The manifest of a bin that no head lists, under its role tag: it keeps the file from being collected, and the one
     * before it, for readers of the state before.
     */
    public static ArtifactBuilder bin(RoleLayer file, Optional<RoleLayer> before) {
        ArtifactBuilder builder = single(file);
        before.filter(older -> older.version() != file.version()).ifPresent(older -> older.addTo(builder));
        return builder.inlining(List.of(0));
    }

    /** Layers in order, inlining order, and the two hints about root and timestamp. */
    static ArtifactBuilder withRoles(ArtifactBuilder builder, Collection<RoleLayer> files) {
        List<RoleLayer> inOrder = inOrder(files);
        Set<String> names = new HashSet<>();
        for (RoleLayer file : inOrder) {
            boolean isNew = names.add(file.role() + (file.role().equals(RoleName.ROOT) ? " " + file.version() : ""));
            if (!isNew) {
                throw new IllegalArgumentException("role " + file.role() + " is given twice");
            }
            file.addTo(builder);
            if (file.role().equals(RoleName.ROOT)) { // the last one of them is the newest
                builder.annotation(Annotations.TUF_ROOT, file.blob().digest().hex());
            } else if (file.role().equals(RoleName.TIMESTAMP)) {
                builder.annotation(Annotations.TUF_TIMESTAMP, Long.toString(file.version()));
            }
        }
        return builder.inlining(RoleLayer.inliningOrder(inOrder));
    }

    private static List<RoleLayer> inOrder(Collection<RoleLayer> files) {
        List<RoleLayer> inOrder = new ArrayList<>(files);
        inOrder.sort(RoleLayer.ORDER);
        return inOrder;
    }
}
