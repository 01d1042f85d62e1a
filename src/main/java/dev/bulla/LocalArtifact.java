package dev.bulla;

import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.Bundle;
import dev.bulla.cnab.BundleFileSource;
import dev.bulla.cnab.StoredBundle;
import dev.bulla.cnab.ThickBundle;
import dev.bulla.cnab.ThickBundleReader;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file that holds an artifact, opened as a repository in which the artifact has whatever name it is asked by. */
final class LocalArtifact implements AutoCloseable {
    private final Source source;
    private final Verifier.LocalForm form;
    private final List<Manifest> candidates;
    private final List<String> extras;
    private final Optional<Spool> spool;

    private LocalArtifact(
            Source source,
            Verifier.LocalForm form,
            List<Manifest> candidates,
            List<String> extras,
            Optional<Spool> spool) {
        this.source = source;
        this.form = form;
        this.candidates = candidates;
        this.extras = extras;
        this.spool = spool;
    }

    /**
     * Opens a file, whatever it is.
     *
     * @param tag the tag it may have in an image layout
     * @throws NotFoundException when it does not exist, or is an image layout without the artifact
     * @throws RejectedException when it holds no artifact that can be read safely
     */
    static LocalArtifact open(Path file, Optional<Tag> tag) {
        byte[] head = head(file);
        if (isJson(head)) {
            return bundleFile(file);
        }
        boolean gzip = head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b; // RFC 1952
        return gzip ? thick(file) : archive(file, tag);
    }

    /** A tar file is an image layout or a thick bundle; which, its content says. */
    private static LocalArtifact archive(Path file, Optional<Tag> tag) {
        try {
            return layout(file, tag);
        } catch (RejectedException noLayout) {
            return thick(file);
        }
    }

    private static LocalArtifact bundleFile(Path file) {
        BundleFileSource source = BundleFileSource.of(read(file), new Place.LayoutPlace(file, false))
                .orThrow();
        return new LocalArtifact(source, Verifier.LocalForm.BUNDLE_JSON, source.indexes(), List.of(), Optional.empty());
    }

    private static LocalArtifact thick(Path file) {
        Spool spool = new Spool();
        boolean opened = false;
        try {
            ThickBundle thick = ThickBundleReader.read(
                            () -> Files.newInputStream(file), new Place.LayoutPlace(file, true), spool.store())
                    .orThrow();
            StoredBundle thin = thick.thin().orThrow();
            opened = true;
            return new LocalArtifact(
                    thick.source(),
                    Verifier.LocalForm.THICK,
                    List.of(thin.index().index()),
                    thick.extras(),
                    Optional.of(spool));
        } finally {
            if (!opened) {
                spool.close(); // nothing of a file that was refused is kept
            }
        }
    }

    private static LocalArtifact layout(Path file, Optional<Tag> tag) {
        Place.LayoutPlace place = new Place.LayoutPlace(file, true);
        Source layout = LayoutStore.reading(place);
        boolean opened = false;
        try {
            Manifest artifact = tag.flatMap(layout::manifest)
                    .or(() -> layout.manifest(new Reference(place, Optional.empty(), Optional.empty())))
                    .orElseThrow(() -> new NotFoundException("there is no artifact in " + place));
            opened = true;
            return new LocalArtifact(layout, Verifier.LocalForm.LAYOUT, List.of(artifact), List.of(), Optional.empty());
        } finally {
            if (!opened) {
                layout.close();
            }
        }
    }

    private static boolean isJson(byte[] head) {
        for (byte each : head) {
            if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
                return each == '{';
            }
        }
        return false;
    }

    private static byte[] head(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NotFoundException("file " + file + " does not exist");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(64);
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Bytes read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(Bundle.MAX_BYTES + 1);
            if (content.length > Bundle.MAX_BYTES) {
                throw new StorageException("file " + file + " has more than " + Bundle.MAX_BYTES + " bytes");
            }
            return Bytes.adopt(content);
        } catch (IOException e) {
            throw new StorageException("file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What it is. */
    Verifier.LocalForm form() {
        return form;
    }

    /** Files in an archive that the bundle does not need. */
    List<String> extras() {
        return extras;
    }

    /** The artifact, in every form in which it may have been signed; an archive or layout has one. */
    List<Manifest> candidates() {
        return candidates;
    }

    /** The repository in which {@code artifact} has every name. */
    Source naming(Manifest artifact, Optional<Source> beside) {
        return new NamedSource(source, artifact, beside);
    }

    @Override
    public void close() {
        source.close();
        spool.ifPresent(Spool::close);
    }
}
