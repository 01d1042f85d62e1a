package dev.bulla;

import dev.bulla.attach.Attachment;
import dev.bulla.attach.Attachments;
import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleIndex;
import dev.bulla.cnab.RelocationMap;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.cnab.ThickBundleWriter;
import dev.bulla.oci.CountingStream;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.UsageException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies first, then downloads, by the digest that was verified; nothing is written before the verdict. */
public final class Downloader {
    private static final String TITLE = "org.opencontainers.image.title";

    private final Places places;
    private final Progress progress;

    /** A downloader over {@code places}. */
    public Downloader(Places places, Progress progress) {
        this.places = places;
        this.progress = progress;
    }

    /** A downloader that reports no progress. */
    public static Downloader of(Places places) {
        return new Downloader(places, Progress.NONE);
    }

    /** What a bundle is written as. */
    public enum Form {
        /** {@code bundle.json} and {@code relocation-mapping.json}. */
        THIN,
        /** One archive with all images and attachments. */
        THICK
    }

    /**
     * What to do with a trusted artifact.
     *
     * @param form what a bundle is written as; other artifacts are written as the files they hold
     * @param output file of a thick bundle, directory for everything else; created if need be
     */
    public record Wish(Form form, Path output) {}

    /**
     * The verdict and, when it is {@link Verdict.Trusted}, what was written.
     *
     * @param verdict of the artifact
     * @param files written files, none when the artifact is not trusted
     * @param bytes their size together
     */
    public record Pulled(Verdict verdict, List<Path> files, long bytes) {
        /** Copies the list. */
        public Pulled {
            files = List.copyOf(files);
        }
    }

    /**
     * Verifies {@code asked} with keys in hand and downloads it when it is trusted.
     *
     * @throws NotFoundException when there is no such artifact
     * @throws dev.bulla.outcome.StorageException when the output cannot be written; a file is whole or absent
     */
    public Pulled pull(Reference asked, KeyRule rule, Instant at, Wish wish) {
        return pull(asked, wish, (verifier, source) -> verifier.verify(source, asked, rule, at));
    }

    /**
     * As {@link #pull(Reference, KeyRule, Instant, Wish)} by the roots that are pinned.
     *
     * @param as the name under which it was signed, where the pin of its place does not say so
     */
    public Pulled pull(Reference asked, Trust trust, Optional<String> as, Instant at, Wish wish) {
        return pull(asked, wish, (verifier, source) -> verifier.verify(source, asked, trust, as, at));
    }

    /** How the artifact is judged in the place that is open. */
    private interface Judge {
        Verdict judge(Verifier verifier, Source source);
    }

    private Pulled pull(Reference asked, Wish wish, Judge judge) {
        try (Source source = places.reading(asked.place())) {
            Verdict verdict = judge.judge(new Verifier(places, false, Progress.NONE), source);
            if (!(verdict instanceof Verdict.Trusted trusted)) {
                Verdict refused = verdict instanceof Verdict.Allowed allowed ? allowed.strictly() : verdict;
                return new Pulled(refused, List.of(), 0);
            }
            return download(source, trusted, wish);
        }
    }

    /**
     * Downloads what was judged, by the digest that was verified; the bytes that come are compared with it.
     *
     * @throws NotFoundException when the place does not have it any more
     * @throws dev.bulla.outcome.StorageException when the output cannot be written; a file is whole or absent
     */
    public Pulled download(Verdict.Trusted trusted, Wish wish) {
        try (Source source = places.reading(trusted.asked().place())) {
            return download(source, trusted, wish);
        }
    }

    private Pulled download(Source source, Verdict.Trusted trusted, Wish wish) {
        Manifest artifact = source.manifest(trusted.subject().digest())
                .orElseThrow(() -> new NotFoundException(trusted.deploy() + " is gone"));
        OutputFiles files = new OutputFiles();
        write(source, trusted.asked(), artifact, wish, files);
        return new Pulled(trusted, files.written(), files.bytes());
    }

    private void write(Source source, Reference asked, Manifest artifact, Wish wish, OutputFiles files) {
        if (artifact instanceof ImageIndex index && BundleIndex.isLikely(index)) {
            StoredBundle stored = StoredBundle.fetch(source, index).orThrow();
            if (wish.form() == Form.THICK) {
                thick(source, asked, stored, wish.output(), files);
            } else {
                thin(asked, stored, wish.output(), files);
            }
        } else if (artifact instanceof ImageManifest manifest) {
            layers(source, manifest, wish.output(), files);
        } else {
            throw new UsageException(
                    asked + " is an index of images, not files or a bundle",
                    "copy it into an image layout: bulla copy " + asked + " oci:DIR:TAG");
        }
    }

    private static void thin(Reference asked, StoredBundle stored, Path directory, OutputFiles files) {
        Bundle bundle = Bundle.parse(stored.bundle()).orThrow();
        Bytes map = RelocationMap.derive(bundle, asked.place()).orThrow().toBytes();
        files.write(directory.resolve(Bundle.FILE_NAME), bundle.raw()::writeTo);
        files.write(directory.resolve("relocation-mapping.json"), map::writeTo);
    }

    private static void thick(Source source, Reference asked, StoredBundle stored, Path file, OutputFiles files) {
        Digest index = stored.index().index().digest();
        List<Digest> attachments = Attachments.of(source, index, asked.tag()).found().stream()
                .map(Attachment::manifest)
                .map(Manifest::digest)
                .toList();
        files.write(file, out -> ThickBundleWriter.write(stored, attachments, source, out));
    }

    private void layers(Source source, ImageManifest manifest, Path directory, OutputFiles files) {
        List<Descriptor> wanted = new ArrayList<>(manifest.layers());
        progress.onStarted(
                wanted.size(), wanted.stream().mapToLong(Descriptor::size).sum());
        for (Descriptor layer : wanted) {
            String name = Optional.ofNullable(layer.annotations().get(TITLE))
                    .orElse(layer.digest().hex());
            files.write(directory.resolve(OutputFiles.plainName(name)), out -> {
                try (InputStream in = new CountingStream(source.blob(layer), progress)) {
                    in.transferTo(out);
                }
            });
            progress.onDone(layer);
        }
    }
}
