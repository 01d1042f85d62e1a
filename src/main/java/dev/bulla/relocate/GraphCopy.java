package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Copies an artifact with everything attached to it: blobs, then manifests from the leaves up, then attachments, then
 * digest tags, and the artifact's own tag last, so that at no point a tag leads to something incomplete. What is there
 * already is left alone; running it again continues where it stopped (registries.md section 6).
 */
public final class GraphCopy {
    private final Source from;
    private final Store to;
    private final Progress progress;
    private final Parallel parallel;
    private final BlobMover blobs;
    private Predicate<Manifest> leftOut = attachment -> false;
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares a copy.
     *
     * @param jobs how many objects are moved at a time, of large ones at most four
     */
    public GraphCopy(Source from, Store to, int jobs, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.parallel = new Parallel(jobs);
        this.blobs = new BlobMover(from, to, jobs, progress, this::warn);
    }

    /**
     * Leaves behind the attachments of the artifact that {@code useless} names, with all that is attached to them.
     *
     * @param useless may be asked by several threads at once
     */
    public GraphCopy leavingOut(Predicate<Manifest> useless) {
        leftOut = useless;
        return this;
    }

    /**
     * Copies {@code root}.
     *
     * @param carriers tags at the source that may hold a carrier of {@code root}
     * @param tag the name at the destination, if it gets one
     * @param beforeTag runs when everything but the artifact's own tag is written
     * @return what was moved and what could not be carried; with anything left behind the artifact is not tagged
     * @throws dev.bulla.outcome.RejectedException {@code INCOMPLETE}, {@code HASH_MISMATCH}, {@code AMBIGUOUS},
     *     {@code LIMIT_EXCEEDED}: nothing is tagged then
     */
    public CopyReport copy(Manifest root, List<Tag> carriers, Optional<Tag> tag, Runnable beforeTag) {
        Graph graph = new GraphWalk(from, parallel, leftOut).from(root, carriers);
        long bytes = graph.blobs().stream().mapToLong(Descriptor::size).sum();
        progress.onStarted(graph.blobs().size() + graph.manifests().size(), bytes);
        Destination before = Destination.of(to, graph, tag, parallel);
        List<Descriptor> wanted = before.blobsToBring(graph);
        blobs.skip(others(graph.blobs(), wanted));
        blobs.move(wanted, before.isEmpty());
        moveManifests(graph, before);
        List<Manifest> attached = before.toAttach(graph);
        to.attachAll(attached);
        attached.forEach(attachment -> progress.onDone(attachment.descriptor()));
        graph.digestTags().forEach((name, manifest) -> to.tag(manifest, name));
        List<String> leftBehind = new ArrayList<>(graph.missing());
        leftBehind.addAll(notListed(graph, attached));
        if (leftBehind.isEmpty()) {
            beforeTag.run();
            tag.filter(name -> !before.isTagged()).ifPresent(name -> to.tag(graph.root(), name));
        }
        warnings.addAll(graph.notes());
        return new CopyReport(
                graph.root().descriptor(),
                graph.manifests().size() - graph.attachmentCount(),
                graph.blobs().size(),
                blobs.moved(),
                blobs.there(),
                blobs.mounted(),
                blobs.bytes(),
                graph.attachmentCount(),
                leftBehind,
                warnings);
    }

    private static List<Descriptor> others(List<Descriptor> all, List<Descriptor> some) {
        Set<Descriptor> left = new HashSet<>(some);
        return all.stream().filter(blob -> !left.contains(blob)).toList();
    }

    /** Manifests that are attached to nothing, those of a level side by side: none is there before what it names. */
    private void moveManifests(Graph graph, Destination before) {
        Set<Digest> attached = graph.attached();
        Map<Digest, Integer> heights = new HashMap<>();
        List<List<Manifest>> levels = new ArrayList<>();
        for (Manifest manifest : graph.manifests()) {
            int height = 0;
            for (Descriptor below : manifest.successors()) {
                height = Math.max(height, heights.getOrDefault(below.digest(), -1) + 1);
            }
            heights.put(manifest.digest(), height);
            while (levels.size() <= height) {
                levels.add(new ArrayList<>());
            }
            if (!attached.contains(manifest.digest())) {
                levels.get(height).add(manifest);
            }
        }
        levels.forEach(level -> parallel.each(level, manifest -> moveManifest(manifest, before)));
    }

    private void moveManifest(Manifest manifest, Destination before) {
        if (before.has(manifest)) {
            progress.onSkipped(manifest.descriptor());
        } else {
            to.pushManifest(manifest);
            progress.onDone(manifest.descriptor());
        }
    }

    /** The destination's own word that it lists what was attached now; a copy is not believed before. */
    private List<String> notListed(Graph graph, List<Manifest> attached) {
        Set<Digest> now = new HashSet<>();
        attached.forEach(manifest -> now.add(manifest.digest()));
        List<String> lost = new ArrayList<>();
        graph.attachments().forEach((subject, expected) -> {
            if (expected.stream().noneMatch(attachment -> now.contains(attachment.digest()))) {
                return;
            }
            Set<Digest> listed = Destination.listed(to, subject);
            for (Manifest attachment : expected) {
                if (!listed.contains(attachment.digest())) {
                    lost.add(attachment.digest() + " (attached to " + subject + ") is not listed at " + to.place());
                }
            }
        });
        return lost;
    }

    private synchronized void warn(String line) {
        warnings.add(line);
    }
}
