package dev.bulla.cnab;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.GraphLimits;
import dev.bulla.oci.Manifest;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Collects everything that lies below some manifests, within {@link GraphLimits}. Each manifest must be there and be what
 * its descriptor says; blobs are only listed.
 */
final class ImageWalk {
    private record Node(Descriptor descriptor, int depth) {}

    private final Function<Descriptor, Optional<Manifest>> lookup;
    private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
    private final List<Descriptor> foreign = new ArrayList<>();
    private int visited;

    /** Manifests come from {@code lookup}, which has checked their digest. */
    ImageWalk(Function<Descriptor, Optional<Manifest>> lookup) {
        this.lookup = lookup;
    }

    /** Manifests found, by digest, parents before children. */
    Map<Digest, Descriptor> manifests() {
        return manifests;
    }

    /** Blobs found, by digest. */
    Map<Digest, Descriptor> blobs() {
        return blobs;
    }

    /** Layers that say they lie elsewhere; no registry need have them. */
    List<Descriptor> foreign() {
        return foreign;
    }

    /**
     * Adds {@code root} and what lies below it.
     *
     * @param label names the root in messages
     * @throws RejectedException {@code INCOMPLETE}, {@code REPRESENTATION} or {@code LIMIT_EXCEEDED}
     */
    void add(Descriptor root, String label) {
        Deque<Node> open = new ArrayDeque<>();
        open.push(new Node(root, 1));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (++visited > GraphLimits.MAX_DESCRIPTORS || node.depth() > GraphLimits.MAX_DEPTH) {
                throw refusal(
                        ReasonCode.LIMIT_EXCEEDED,
                        label,
                        "has more than " + GraphLimits.MAX_DESCRIPTORS + " descriptors or " + GraphLimits.MAX_DEPTH
                                + " levels");
            }
            if (node.descriptor().mediaType().isManifest()) {
                for (Descriptor below : manifest(node.descriptor(), label)) {
                    open.push(new Node(below, node.depth() + 1));
                }
            } else {
                blob(node.descriptor(), label);
            }
        }
    }

    private List<Descriptor> manifest(Descriptor descriptor, String label) {
        Descriptor known = manifests.putIfAbsent(descriptor.digest(), descriptor);
        if (known != null) {
            checkSame(known, descriptor, label);
            return List.of();
        }
        Manifest manifest = lookup.apply(descriptor)
                .orElseThrow(() -> refusal(
                        ReasonCode.INCOMPLETE, label, "needs manifest " + descriptor.digest() + ", which is absent"));
        if (!manifest.mediaType().equals(descriptor.mediaType())
                || manifest.raw().length() != descriptor.size()) {
            throw refusal(
                    ReasonCode.REPRESENTATION,
                    label,
                    "names manifest " + descriptor.digest() + " as " + descriptor.mediaType() + " of "
                            + descriptor.size() + " bytes, it is " + manifest.mediaType() + " of "
                            + manifest.raw().length() + " bytes");
        }
        return manifest.successors();
    }

    private void blob(Descriptor descriptor, String label) {
        if (!descriptor.urls().isEmpty()) {
            foreign.add(descriptor);
            return;
        }
        Descriptor known = blobs.putIfAbsent(descriptor.digest(), descriptor.plain());
        if (known != null && known.size() != descriptor.size()) {
            throw contradiction(descriptor, label);
        }
    }

    private static void checkSame(Descriptor known, Descriptor again, String label) {
        if (!known.pointsAtSameAs(again)) {
            throw contradiction(again, label);
        }
    }

    private static RejectedException contradiction(Descriptor descriptor, String label) {
        return refusal(ReasonCode.REPRESENTATION, label, "names " + descriptor.digest() + " with two types or sizes");
    }

    private static RejectedException refusal(ReasonCode code, String label, String what) {
        return new RejectedException(Reason.of(code, label + " " + what).with("component", label));
    }
}
