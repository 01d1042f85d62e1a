package dev.bulla.relocate;

import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** What {@link GraphCopy} would do: the same walk, the destination asked what it has, nothing written. */
public final class CopyPlan {
    private CopyPlan() {}

    /**
     * The report of a copy that was not made.
     *
     * @param to the destination as it stands; empty when it does not exist yet
     * @param jobs how many questions are asked at a time
     * @param carriers tags at the source that may hold a carrier of {@code root}
     * @param leftOut attachments of {@code root} that are left behind, as {@link GraphCopy#leavingOut} says
     * @throws dev.bulla.outcome.RejectedException as {@link GraphCopy#copy}
     */
    public static CopyReport of(
            Source from,
            Optional<Source> to,
            int jobs,
            Manifest root,
            List<Tag> carriers,
            Predicate<Manifest> leftOut) {
        Parallel parallel = new Parallel(jobs);
        Graph graph = new GraphWalk(from, parallel, leftOut).from(root, carriers);
        AtomicInteger moved = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        parallel.each(graph.blobs(), (Descriptor blob) -> {
            if (to.isEmpty() || !to.get().hasBlob(blob)) {
                moved.incrementAndGet();
                bytes.addAndGet(blob.size());
            }
        });
        return new CopyReport(
                graph.root().descriptor(),
                graph.manifests().size() - graph.attachmentCount(),
                graph.blobs().size(),
                moved.get(),
                graph.blobs().size() - moved.get(),
                0,
                bytes.get(),
                graph.attachmentCount(),
                graph.missing(),
                graph.notes());
    }
}
