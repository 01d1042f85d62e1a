package dev.bulla.relocate;

import dev.bulla.oci.Content;
import dev.bulla.oci.CountingStream;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Parallel;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Source;
import dev.bulla.oci.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings blobs to a destination with as few requests as it takes: a mount is tried before anything is asked, and small
 * blobs are sent without asking once the first of them were all found to be absent.
 */
final class BlobMover {
    /** Blobs asked for before small ones are sent unasked; whatever a destination has of an artifact, it has the first of it. */
    private static final int SAMPLE = 8;

    /** Sending so little takes no longer than asking whether it is there. */
    static final long SMALL = 32 << 10;

    /** From this size on a blob fills the wire by itself. */
    static final long LARGE = 16 << 20;

    /** Large blobs at a time: more would only compete for wire, memory and disk. */
    private static final int LARGE_AT_A_TIME = 4;

    private final Source from;
    private final Store to;
    private final int jobs;
    private final Progress progress;
    private final Consumer<String> warnings;
    private final AtomicInteger moved = new AtomicInteger();
    private final AtomicInteger there = new AtomicInteger();
    private final AtomicInteger mounted = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean mounts;

    BlobMover(Source from, Store to, int jobs, Progress progress, Consumer<String> warnings) {
        this.from = from;
        this.to = to;
        this.jobs = jobs;
        this.progress = progress;
        this.warnings = warnings;
        this.mounts = new AtomicBoolean(sameRegistry());
    }

    private boolean sameRegistry() {
        return from.place() instanceof Place.RegistryPlace source
                && to.place() instanceof Place.RegistryPlace target
                && source.host().equals(target.host());
    }

    int moved() {
        return moved.get();
    }

    int there() {
        return there.get();
    }

    int mounted() {
        return mounted.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Counts blobs that need no asking. */
    void skip(List<Descriptor> blobs) {
        blobs.forEach(this::found);
    }

    /**
     * Brings {@code blobs}.
     *
     * @param empty whether the destination has nothing of the artifact, as far as that is known
     */
    void move(List<Descriptor> blobs, boolean empty) {
        List<Descriptor> large = new ArrayList<>();
        List<Descriptor> others = new ArrayList<>();
        blobs.forEach(blob -> (blob.size() >= LARGE ? large : others).add(blob));
        Parallel many = new Parallel(jobs);
        boolean guess = empty && to.place() instanceof Place.RegistryPlace && !mounts.get();
        int sample = guess ? Math.min(SAMPLE, others.size()) : others.size();
        many.each(others.subList(0, sample), blob -> bring(blob, true));
        boolean ask = !guess || there.get() > 0;
        many.each(others.subList(sample, others.size()), blob -> bring(blob, ask || blob.size() > SMALL));
        new Parallel(Math.min(jobs, LARGE_AT_A_TIME)).each(large, blob -> bring(blob, true));
    }

    private void bring(Descriptor blob, boolean ask) {
        if (mounts.get()) {
            if (to.mountBlob(blob, from.place())) {
                mounted.incrementAndGet();
                progress.onMounted(blob);
                return;
            }
            mounts.set(false); // what refuses one blob of a repository refuses the others
        }
        if (ask && to.hasBlob(blob)) {
            found(blob);
        } else if (!blob.urls().isEmpty() && !from.hasBlob(blob)) {
            warnings.accept("layer " + blob.digest() + " is kept elsewhere by its publisher and was not copied");
            progress.onSkipped(blob);
        } else {
            to.pushBlob(blob, content(blob));
            moved.incrementAndGet();
            bytes.addAndGet(blob.size());
            progress.onDone(blob);
        }
    }

    private void found(Descriptor blob) {
        there.incrementAndGet();
        progress.onSkipped(blob);
    }

    private Content content(Descriptor blob) {
        return blob.data().map(Content::of).orElse(() -> new CountingStream(from.blob(blob), progress));
    }
}
