package dev.bulla.relocate;

import dev.bulla.oci.Content;
import dev.bulla.oci.CountingStream;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

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
    private final AtomicInteger blobsMoved = new AtomicInteger();
    private final AtomicInteger blobsThere = new AtomicInteger();
    private final AtomicInteger blobsMounted = new AtomicInteger();
    private final AtomicLong bytesMoved = new AtomicLong();
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares a copy.
     *
     * @param jobs how many objects are moved at a time
     */
    public GraphCopy(Source from, Store to, int jobs, Progress progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.parallel = new Parallel(jobs);
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
        Graph graph = new GraphWalk(from, parallel).from(root, carriers);
        long bytes = graph.blobs().stream().mapToLong(Descriptor::size).sum();
        progress.onStarted(graph.blobs().size() + graph.manifests().size(), bytes);
        parallel.each(graph.blobs(), this::moveBlob);
        Set<Digest> attached = attachedDigests(graph);
        List<Manifest> attachments = new ArrayList<>();
        for (Manifest manifest : graph.manifests()) {
            if (attached.contains(manifest.digest())) {
                attachments.add(manifest);
            } else {
                moveManifest(manifest);
            }
        }
        to.attachAll(attachments);
        attachments.forEach(attachment -> progress.onDone(attachment.descriptor()));
        graph.digestTags().forEach((name, manifest) -> to.tag(manifest, name));
        List<String> leftBehind = new ArrayList<>(graph.missing());
        leftBehind.addAll(notListed(graph));
        if (leftBehind.isEmpty()) {
            beforeTag.run();
            tag.ifPresent(name -> to.tag(graph.root(), name));
        }
        warnings.addAll(graph.notes());
        return new CopyReport(
                graph.root().descriptor(),
                graph.manifests().size() - graph.attachmentCount(),
                graph.blobs().size(),
                blobsMoved.get(),
                blobsThere.get(),
                blobsMounted.get(),
                bytesMoved.get(),
                graph.attachmentCount(),
                leftBehind,
                warnings);
    }

    private static Set<Digest> attachedDigests(Graph graph) {
        Set<Digest> attached = new LinkedHashSet<>();
        graph.attachments().values().forEach(list -> list.forEach(manifest -> attached.add(manifest.digest())));
        return attached;
    }

    private void moveBlob(Descriptor blob) {
        if (to.hasBlob(blob)) {
            blobsThere.incrementAndGet();
            progress.onSkipped(blob);
        } else if (sameRegistry() && to.mountBlob(blob, from.place())) {
            blobsMounted.incrementAndGet();
            progress.onMounted(blob);
        } else if (!blob.urls().isEmpty() && !from.hasBlob(blob)) {
            warn("layer " + blob.digest() + " is kept elsewhere by its publisher and was not copied");
            progress.onSkipped(blob);
        } else {
            to.pushBlob(blob, content(blob));
            blobsMoved.incrementAndGet();
            bytesMoved.addAndGet(blob.size());
            progress.onDone(blob);
        }
    }

    private Content content(Descriptor blob) {
        return blob.data().map(Content::of).orElse(() -> new CountingStream(from.blob(blob), progress));
    }

    private boolean sameRegistry() {
        return from.place() instanceof Place.RegistryPlace source
                && to.place() instanceof Place.RegistryPlace target
                && source.host().equals(target.host());
    }

    private void moveManifest(Manifest manifest) {
        if (to.hasManifest(manifest.digest())) {
            progress.onSkipped(manifest.descriptor());
        } else {
            to.pushManifest(manifest);
            progress.onDone(manifest.descriptor());
        }
    }

    /** The destination's own word that it lists everything; a copy is not believed before. */
    private List<String> notListed(Graph graph) {
        List<String> lost = new ArrayList<>();
        graph.attachments().forEach((subject, expected) -> {
            Set<Digest> listed = to.referrers(subject).entries().stream()
                    .map(Descriptor::digest)
                    .collect(Collectors.toSet());
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
