package dev.bulla.attach;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.tuf.FileInfo;
import dev.bulla.tuf.Role;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.Signed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A role file on its way into a head manifest, a capsule or a manifest of its own: one layer, bytes as they were signed.
 *
 * @param role the role
 * @param version its version
 * @param blob type, digest and size
 * @param content the bytes, which are stored and may be inlined; absent when the blob is stored already and stays outside
 */
public record RoleLayer(RoleName role, long version, Descriptor blob, Optional<Bytes> content) {
    /** The type of every role file, as docker's mirror writes it. */
    public static final MediaType MEDIA_TYPE = new MediaType("application/vnd.tuf.metadata+json");

    /** Roots ascending, timestamp, snapshot, targets, delegated roles by name (oci-graph section 3.4). */
    static final Comparator<RoleLayer> ORDER = RoleLayer::compare;

    private static int compare(RoleLayer one, RoleLayer other) {
        int ranks = Integer.compare(rank(one.role), rank(other.role));
        int names = ranks == 0 ? one.role.compareTo(other.role) : ranks;
        return names == 0 ? Long.compare(one.version, other.version) : names;
    }

    /** A role file in memory. */
    public static RoleLayer of(RoleName role, long version, Bytes content) {
        return new RoleLayer(role, version, Descriptor.of(MEDIA_TYPE, content), Optional.of(content));
    }

    /** A role file in memory. */
    public static RoleLayer of(RoleName role, Signed<? extends Role> file) {
        return of(role, file.role().version(), file.raw());
    }

    /** A role file whose blob is stored already; too large to be inlined, or not worth fetching. */
    public static RoleLayer stored(RoleName role, long version, Descriptor blob) {
        return new RoleLayer(role, version, Descriptor.of(MEDIA_TYPE, blob.digest(), blob.size()), Optional.empty());
    }

    /** A role file by the hash that a snapshot lists of it; empty when it lists none that is an address, or no length. */
    public static Optional<RoleLayer> addressed(RoleName role, FileInfo listed) {
        if (listed.hashes().isEmpty() || listed.length().isEmpty()) {
            return Optional.empty();
        }
        long length = listed.length().getAsLong();
        return listed.hashes().get().known().entrySet().stream()
                .flatMap(hash -> Digest.parse(hash.getKey().wireName() + ":" + hash.getValue()).stream())
                .findFirst()
                .map(digest -> stored(role, listed.version(), Descriptor.of(MEDIA_TYPE, digest, length)));
    }

    /** Timestamp, snapshot, targets, newest root, delegated roles by name, older roots descending (section 3.1). */
    static List<Integer> inliningOrder(List<RoleLayer> inOrder) {
        long newest = inOrder.stream()
                .filter(layer -> layer.role().equals(RoleName.ROOT))
                .mapToLong(RoleLayer::version)
                .max()
                .orElse(0);
        Comparator<Integer> byUrgency = Comparator.comparingInt(position -> urgency(inOrder.get(position), newest));
        return IntStream.range(0, inOrder.size())
                .boxed()
                .sorted(byUrgency
                        .thenComparing(position -> inOrder.get(position).role())
                        .thenComparingLong(position -> -inOrder.get(position).version()))
                .toList();
    }

    private static int rank(RoleName role) {
        return switch (role.value()) {
            case "root" -> 0;
            case "timestamp" -> 1;
            case "snapshot" -> 2;
            case "targets" -> 3;
            default -> 4;
        };
    }

    private static int urgency(RoleLayer layer, long newestRoot) {
        boolean oldRoot = layer.role().equals(RoleName.ROOT) && layer.version() != newestRoot;
        return oldRoot ? 5 : rank(layer.role()) == 0 ? 3 : rank(layer.role()) == 4 ? 4 : rank(layer.role()) - 1;
    }

    /** Adds this layer to an artifact under its file name. */
    void addTo(ArtifactBuilder builder) {
        String name = RoleFileName.consistent(role, version).text();
        Map<String, String> annotations = Map.of(Annotations.FILE_NAME, name);
        if (content.isPresent()) {
            builder.layer(MEDIA_TYPE, content.get(), annotations);
        } else {
            builder.layer(blob.withAnnotations(annotations));
        }
    }
}
