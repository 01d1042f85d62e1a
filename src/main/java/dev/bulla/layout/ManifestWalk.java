package dev.bulla.layout;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds the manifests that the entries of a layout lead to, and what each is attached to. Only what a descriptor calls a
 * manifest is read, never a layer; what is absent or unreadable is passed over, since a list of attachments is a hint.
 */
final class ManifestWalk {
    private final Function<Digest, Optional<Manifest>> reader;

    /** A digest stands for one content, so what was read once needs no second look. */
    private final Map<Digest, Node> known = new ConcurrentHashMap<>();

    /**
     * What matters of a manifest.
     *
     * @param subject what it is attached to
     * @param below the manifests it lists
     */
    record Node(Optional<Digest> subject, List<Descriptor> below) {}

    /**
     * Walks with the help of {@code reader}.
     *
     * @param reader gives verified manifests; empty for one that is absent, or that is none
     */
    ManifestWalk(Function<Digest, Optional<Manifest>> reader) {
        this.reader = reader;
    }

    /**
     * All readable manifests that {@code roots} lead to, nearest first.
     *
     * @throws RejectedException {@code LIMIT_EXCEEDED}
     */
    Map<Digest, Node> from(List<Descriptor> roots) {
        Map<Digest, Node> found = new LinkedHashMap<>();
        List<Descriptor> level = roots;
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > GraphLimits.MAX_DEPTH) {
                throw limit("index in index is deeper than " + GraphLimits.MAX_DEPTH);
            }
            List<Descriptor> next = new ArrayList<>();
            for (Descriptor each : level) {
                if (isReadable(each) && !found.containsKey(each.digest())) {
                    node(each.digest()).ifPresent(node -> {
                        found.put(each.digest(), node);
                        next.addAll(node.below());
                    });
                    if (found.size() > GraphLimits.MAX_DESCRIPTORS || next.size() > GraphLimits.MAX_DESCRIPTORS) {
                        throw limit("more than " + GraphLimits.MAX_DESCRIPTORS + " manifests");
                    }
                }
            }
            level = next;
        }
        return found;
    }

    private static boolean isReadable(Descriptor descriptor) {
        return descriptor.mediaType().isManifest() && descriptor.size() <= GraphLimits.MAX_MANIFEST_BYTES;
    }

    private Optional<Node> node(Digest digest) {
        Node node = known.get(digest);
        if (node != null) {
            return Optional.of(node);
        }
        Optional<Node> read = reader.apply(digest).map(ManifestWalk::nodeOf);
        read.ifPresent(fresh -> known.put(digest, fresh));
        return read;
    }

    private static Node nodeOf(Manifest manifest) {
        List<Descriptor> below = manifest.successors().stream()
                .filter(child -> child.mediaType().isManifest())
                .map(Descriptor::plain)
                .toList();
        return new Node(manifest.subject().map(Descriptor::digest), below);
    }

    private static RejectedException limit(String message) {
        return new RejectedException(
                ReasonCode.LIMIT_EXCEEDED, "looking for attachments in an image layout: " + message);
    }
}
