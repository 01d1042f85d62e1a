package dev.bulla;

import dev.bulla.attach.ArtifactBuilder;
import dev.bulla.attach.AttachmentWriter;
import dev.bulla.attach.Attachments;
import dev.bulla.attach.Carrier;
import dev.bulla.attach.Pins;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.cnab.ThickBundle;
import dev.bulla.cnab.ThickBundleReader;
import dev.bulla.cnab.ThinBundle;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Store;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.Check;
import dev.bulla.outcome.UsageException;
import dev.bulla.relocate.BundlePush;
import dev.bulla.relocate.CopyReport;
import dev.bulla.relocate.GraphCopy;
import dev.bulla.relocate.ImageFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stores bundles and other artifacts; signing is done by {@link Sealer}. */
public final class Publisher {
    /** The annotation under which a layer keeps the name of the file it was (image-spec 1.1, "Annotations"). */
    private static final String TITLE = "org.opencontainers.image.title";

    private final Places places;
    private final int jobs;
    private final Progress progress;

    /**
     * A publisher over {@code places}.
     *
     * @param jobs how many objects are moved at a time
     */
    public Publisher(Places places, int jobs, Progress progress) {
        this.places = places;
        this.jobs = jobs;
        this.progress = progress;
    }

    /** A publisher that moves {@value Connection#DEFAULT_JOBS} objects at a time and reports no progress. */
    public static Publisher of(Places places) {
        return new Publisher(places, Connection.DEFAULT_JOBS, Progress.NONE);
    }

    /**
     * What was, or would be, stored.
     *
     * @param artifact the manifest or index that the reference names
     * @param bundle digest and size of {@code bundle.json}, for a bundle
     * @param configManifest descriptor of its config manifest, for a bundle
     * @param notes findings that stop nothing
     */
    public record Pushed(
            Descriptor artifact, Optional<Descriptor> bundle, Optional<Descriptor> configManifest, List<Check> notes) {
        /** Copies the list. */
        public Pushed {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A file for a plain artifact.
     *
     * @param title name that the layer keeps; not a path
     * @param type media type of the content
     * @param descriptor type, digest and size
     * @param content the bytes, read while they are stored
     */
    public record FileLayer(String title, MediaType type, Descriptor descriptor, Content content) {}

    /** What pushing {@code bundle} would store, computed from its bytes alone; no place is asked. */
    public static Pushed plan(Bytes bundle) {
        Bundle parsed = Bundle.parse(bundle).orThrow();
        return pushed(ThinBundle.of(parsed).orThrow());
    }

    /**
     * Stores a thin bundle. Each image is taken, by its digest, from the target itself, from {@code imagePlaces}, or from
     * the place its reference names.
     *
     * @throws dev.bulla.outcome.RejectedException when {@code bundle} or an image is not what it has to be
     */
    public Pushed pushBundle(Bytes bundle, Reference target, List<Place> imagePlaces) {
        Bundle parsed = Bundle.parse(bundle).orThrow();
        try (ImageSources sources = new ImageSources(places, imagePlaces);
                Store store = places.writing(target.place())) {
            BundlePush push = new BundlePush(store, new ImageFinder(sources), jobs, progress);
            ThinBundle stored = push.push(parsed, Optional.empty());
            new Pins(store).keep(stored.index().digest(), target.tag());
            target.tag().ifPresent(tag -> store.tag(stored.index(), tag));
            return pushed(stored);
        }
    }

    /**
     * Stores a thick bundle with all its images and whatever is attached to it in the archive. The archive is read once,
     * into a private temporary image layout, and examined whole before anything is stored.
     *
     * @param archive a tar or gzipped tar (CNAB 104)
     * @param file where it lies, for messages
     * @throws dev.bulla.outcome.RejectedException when it is no thick bundle or anything in it is not what it has to be
     */
    public Pushed pushArchive(Content archive, Path file, Reference target) {
        try (Spool spool = new Spool();
                Store store = places.writing(target.place())) {
            ThickBundle thick = ThickBundleReader.read(archive, new Place.LayoutPlace(file, true), spool.store())
                    .orThrow();
            StoredBundle stored = thick.thin().orThrow();
            GraphCopy copy = new GraphCopy(thick.source(), store, jobs, progress);
            CopyReport report = copy.copy(
                    stored.index().index(), List.of(), target.tag(), () -> carrier(store, stored, target.tag()));
            List<Check> notes = new ArrayList<>(thick.bundle().notes());
            report.leftBehind().forEach(line -> notes.add(Check.failed("attachments", line)));
            thick.extras().forEach(extra -> notes.add(Check.note("cnab.10.3", "extra in the archive: " + extra)));
            return new Pushed(
                    stored.index().index().descriptor(),
                    Optional.of(stored.configManifest().config()),
                    Optional.of(stored.configManifest().descriptor()),
                    notes);
        }
    }

    private static void carrier(Store store, StoredBundle stored, Optional<Tag> tag) {
        Digest subject = stored.index().index().digest();
        if (!Attachments.of(store, subject, tag).found().isEmpty()) {
            new AttachmentWriter(store).writeCarrier(subject, tag);
        } else {
            new Pins(store).keep(subject, tag);
        }
    }

    /** Stores files as a plain artifact of {@code artifactType}, one layer each. */
    public Pushed pushFiles(
            List<FileLayer> files, MediaType artifactType, Map<String, String> annotations, Reference target) {
        ArtifactBuilder builder = new ArtifactBuilder(artifactType);
        annotations.forEach(builder::annotation);
        for (FileLayer file : files) {
            builder.layer(file.descriptor().withAnnotations(new TreeMap<>(Map.of(TITLE, file.title()))));
        }
        try (Store store = places.writing(target.place())) {
            progress.onStarted(
                    files.size(),
                    files.stream().mapToLong(file -> file.descriptor().size()).sum());
            for (FileLayer file : files) {
                if (store.hasBlob(file.descriptor())) {
                    progress.onSkipped(file.descriptor());
                } else {
                    store.pushBlob(file.descriptor(), progress.watching(file.content()));
                    progress.onDone(file.descriptor());
                }
            }
            ImageManifest manifest = new AttachmentWriter(store).push(builder);
            new Pins(store).keep(manifest.digest(), target.tag());
            target.tag().ifPresent(tag -> store.tag(manifest, tag));
            return new Pushed(manifest.descriptor(), Optional.empty(), Optional.empty(), List.of());
        }
    }

    /** Refuses to write under a tag that holds a carrier or would be taken for one. */
    public static void checkTarget(Reference target) {
        if (target.tag().filter(tag -> tag.value().endsWith(Carrier.SUFFIX)).isPresent()) {
            throw new UsageException(
                    "tag " + target.tag().get() + " ends in " + Carrier.SUFFIX + ", which is reserved for carriers");
        }
    }

    private static Pushed pushed(ThinBundle thin) {
        List<Check> notes = new ArrayList<>(thin.bundle().notes());
        if (thin.isFallback()) {
            notes.add(Check.note(
                    "cnab.4.5",
                    "the registry refused the normal form; stored as "
                            + thin.index().mediaType()));
        }
        Descriptor bundle =
                Descriptor.of(thin.configBlob().mediaType(), thin.bundle().raw());
        return new Pushed(
                thin.index().descriptor(),
                Optional.of(bundle),
                Optional.of(thin.configManifest().descriptor()),
                notes);
    }
}
