package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.json.JcsWriter;
import dev.bulla.json.Json;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.oci.Source;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.RejectedException;
import dev.bulla.outcome.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a thick bundle (CNAB 104) whose bytes depend on the bundle and its attachments alone: the same from every
 * repository, on every machine (section 10.2). Blobs stream through; nothing but names and sizes is held in memory. Layers
 * that say they lie elsewhere are left out, as their manifests have it.
 */
public final class ThickBundleWriter {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final Bytes LAYOUT_VERSION = Bytes.utf8("{\"imageLayoutVersion\":\"1.0.0\"}");

    private final StoredBundle stored;
    private final Bundle bundle;
    private final Source source;
    private final List<Manifest> attachments = new ArrayList<>();
    private final ImageWalk walk;

    private ThickBundleWriter(StoredBundle stored, Source source) {
        this.stored = stored;
        this.bundle = RepresentationCheck.examine(TrustedBundle.ofBytes(stored.bundle()), stored)
                .orThrow();
        this.source = source;
        this.walk = new ImageWalk(descriptor -> source.manifest(descriptor.digest()));
    }

    /**
     * Writes the archive to {@code out}, which is flushed and stays open. After an exception the bytes written so far are
     * of no use.
     *
     * @param stored the bundle index and what it leads to; checked against itself before anything is written
     * @param attachments manifests that travel along, such as signatures; order and repetition do not matter
     * @param source has everything that is named
     * @throws RejectedException as {@link RepresentationCheck} refuses; {@code INCOMPLETE} when something is absent;
     *     {@code HASH_MISMATCH} when a blob is not what its manifest says
     * @throws IOException when {@code out} cannot be written or {@code source} cannot be read
     */
    public static void write(StoredBundle stored, Collection<Digest> attachments, Source source, OutputStream out)
            throws IOException {
        ThickBundleWriter writer = new ThickBundleWriter(stored, source);
        writer.collect(attachments);
        StoredGzip gzip = new StoredGzip(out);
        writer.archive(new TarWriter(gzip));
        gzip.finish();
    }

    private void collect(Collection<Digest> wanted) {
        for (PinnedImage image : bundle.pinnedImages().orThrow()) {
            walk.add(image.descriptor(), image.label());
        }
        walk.add(stored.index().index().descriptor(), "bundle index");
        Set<Digest> sorted = new TreeSet<>(wanted);
        for (Digest digest : sorted) {
            Manifest attachment = source.manifest(digest)
                    .orElseThrow(() -> new RejectedException(
                            ReasonCode.INCOMPLETE, "attachment " + digest + " is absent in " + source.place()));
            walk.add(attachment.descriptor(), "attachment " + digest);
            attachments.add(attachment);
        }
    }

    private void archive(TarWriter tar) throws IOException {
        SortedMap<String, Descriptor> blobs = new TreeMap<>();
        walk.manifests().values().forEach(manifest -> blobs.put(name(manifest.digest()), manifest));
        walk.blobs().values().forEach(blob -> blobs.put(name(blob.digest()), blob));
        tar.directory("artifacts/");
        tar.directory(ThickScan.LAYOUT);
        tar.directory(ThickScan.BLOBS);
        String folder = "";
        for (Map.Entry<String, Descriptor> blob : blobs.entrySet()) {
            String here = blob.getKey().substring(0, blob.getKey().lastIndexOf('/') + 1);
            if (!here.equals(folder)) {
                tar.directory(here);
                folder = here;
            }
            blob(tar, blob.getKey(), blob.getValue());
        }
        tar.file(ThickScan.INDEX, layoutIndex());
        tar.file(ThickScan.LAYOUT_VERSION, LAYOUT_VERSION);
        tar.file(Bundle.FILE_NAME, bundle.raw());
        tar.finish();
    }

    private void blob(TarWriter tar, String name, Descriptor blob) throws IOException {
        if (walk.manifests().containsKey(blob.digest())) {
            Manifest manifest = source.manifest(blob.digest())
                    .orElseThrow(() -> new RejectedException(
                            ReasonCode.INCOMPLETE, "manifest " + blob.digest() + " vanished from " + source.place()));
            tar.file(name, manifest.raw());
            return;
        }
        try (InputStream content = source.blob(blob)) {
            tar.file(name, blob.size(), content);
        }
    }

    private static String name(Digest digest) {
        return ThickScan.BLOBS + digest.algorithm().wireName() + "/" + digest.hex();
    }

    /** Roots: the thin form, the images under their original names, the attachments by digest. */
    private Bytes layoutIndex() {
        Set<Json> roots = new LinkedHashSet<>();
        roots.add(stored.index().index().descriptor().toJson());
        roots.add(stored.configManifest().descriptor().toJson());
        for (PinnedImage image : bundle.pinnedImages().orThrow()) {
            roots.add(image.descriptor()
                    .withAnnotations(Map.of(REF_NAME, qualified(image.reference())))
                    .toJson());
        }
        for (Manifest attachment : attachments) {
            Descriptor root = attachment.descriptor().plain();
            roots.add(attachment
                    .artifactType()
                    .map(root::withArtifactType)
                    .orElse(root)
                    .toJson());
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("schemaVersion", Json.whole(2));
        members.put("manifests", new Json.Arr(List.copyOf(roots)));
        return JcsWriter.write(new Json.Obj(members));
    }

    /** The original reference, fully qualified where it is one of a registry; otherwise as it stands. */
    private static String qualified(String reference) {
        try {
            Reference parsed = Reference.parse(reference);
            return parsed.place() instanceof Place.RegistryPlace ? parsed.toString() : reference;
        } catch (UsageException e) {
            return reference;
        }
    }
}
