package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Place;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a destination has of an artifact before it is copied. Every manifest is asked for, since registries collect manifests
 * without a tag, those of an index included; attachments only where the artifact is there, since they came after it. Blobs
 * below a manifest that is there are not asked for in a registry: it took the manifest because it had them, and collects
 * none that a manifest names. In a layout, where nobody checks, they are looked at.
 */
final class Destination {
    private final Store to;
    private final Set<Digest> there = new HashSet<>();
    private boolean tagged;

    private Destination(Store to) {
        this.to = to;
    }

    /** Asks. */
    static Destination of(Store to, Graph graph, Optional<Tag> tag, Parallel parallel) {
        Destination destination = new Destination(to);
        Digest root = graph.root().digest();
        destination.tagged = tag.flatMap(to::digest).filter(root::equals).isPresent();
        boolean known = destination.tagged || to.hasManifest(root);
        if (known) {
            destination.there.add(root);
        }
        Set<Digest> attached = known ? Set.of() : graph.attached();
        List<Manifest> others = new ArrayList<>(graph.manifests());
        others.removeIf(one -> one.digest().equals(root) || attached.contains(one.digest()));
        List<Boolean> answers = parallel.map(others, manifest -> to.hasManifest(manifest.digest()));
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i)) {
                destination.there.add(others.get(i).digest());
            }
        }
        return destination;
    }

    /** True when the tag names the artifact already, by the registry's word. */
    boolean isTagged() {
        return tagged;
    }

    /** True when nothing of the artifact was found. */
    boolean isEmpty() {
        return there.isEmpty();
    }

    boolean has(Manifest manifest) {
        return there.contains(manifest.digest());
    }

    /** Blobs that only manifests name which are not there, or all of them where a manifest proves nothing. */
    List<Descriptor> blobsToBring(Graph graph) {
        if (!(to.place() instanceof Place.RegistryPlace)) {
            return graph.blobs();
        }
        Map<Digest, Descriptor> wanted = new LinkedHashMap<>();
        graph.blobs().forEach(blob -> wanted.put(blob.digest(), blob));
        Set<Digest> needed = new LinkedHashSet<>();
        Set<Digest> kept = new HashSet<>();
        for (Manifest manifest : graph.manifests()) {
            Set<Digest> side = has(manifest) ? kept : needed;
            manifest.successors().forEach(below -> side.add(below.digest()));
        }
        wanted.keySet().removeIf(blob -> kept.contains(blob) || !needed.contains(blob));
        return List.copyOf(wanted.values());
    }

    /** The attachments of {@code graph} that the destination does not have, or does not list yet. */
    List<Manifest> toAttach(Graph graph) {
        Set<Digest> missing = new HashSet<>();
        graph.attachments().forEach((subject, attachments) -> {
            boolean all = attachments.stream().allMatch(this::has);
            Set<Digest> listed = all ? listed(to, subject) : Set.of();
            attachments.stream()
                    .map(Manifest::digest)
                    .filter(digest -> !listed.contains(digest))
                    .forEach(missing::add);
        });
        return graph.manifests().stream()
                .filter(manifest -> missing.contains(manifest.digest()))
                .toList();
    }

    /** What {@code to} lists as attached to {@code subject}. */
    static Set<Digest> listed(Store to, Digest subject) {
        Set<Digest> listed = new HashSet<>();
        to.referrers(subject).entries().forEach(entry -> listed.add(entry.digest()));
        return listed;
    }
}
