package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.Place;
import dev.bulla.oci.Source;
import dev.bulla.oci.Tag;
import dev.bulla.outcome.BullaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image layout from anywhere, as a tar file or by its {@code index.json}: what is read of it has the digest that was asked
 * for, or it is refused.
 */
final class LayoutTarget implements FuzzTarget {
    private static final Bytes EMPTY = Bytes.utf8("{}");
    private static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";

    private final Path folder = Scratch.folder();

    LayoutTarget() {
        try {
            Path blobs = Files.createDirectories(folder.resolve("dir/blobs/sha256"));
            Files.writeString(folder.resolve("dir/oci-layout"), MARKER);
            for (Bytes manifest : Samples.ending("signature.sample.json", "head.sample.json")) {
                String hex = Digest.of(manifest).toString().substring("sha256:".length());
                Files.write(blobs.resolve(hex), manifest.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void look(byte[] input) {
        ArchiveTarget.file(folder, "dir/index.json", input);
        read(new Place.LayoutPlace(folder.resolve("dir"), false));
        read(new Place.LayoutPlace(ArchiveTarget.file(folder, "file.tar", input), true));
    }

    private static void read(Place.LayoutPlace place) {
        try (Source layout = LayoutStore.reading(place)) {
            attempt(() -> layout.manifest(Tag.LATEST).ifPresent(LayoutTarget::kept));
            Digest digest = Digest.of(EMPTY);
            attempt(() -> layout.manifest(digest)
                    .ifPresent(found -> Held.that(found.digest().equals(digest), "another")));
            attempt(() -> layout.referrers(digest));
        } catch (BullaException e) {
            Held.that(e.getMessage() != null, "refused without a word");
        }
    }

    private static void kept(Manifest manifest) {
        Held.that(manifest.digest().equals(Digest.of(manifest.raw())), "a manifest under a digest that is not its own");
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (BullaException e) {
            Held.that(e.getMessage() != null, "refused without a word");
        }
    }

    @Override
    public List<Bytes> seeds() {
        List<Bytes> seeds = new ArrayList<>();
        for (Bytes manifest : Samples.ending("signature.sample.json", "head.sample.json")) {
            String index =
                    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{"
                            + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\""
                            + Digest.of(manifest)
                            + "\",\"size\":" + manifest.length()
                            + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}}]}";
            seeds.add(Bytes.utf8(index));
            seeds.add(ArchiveTarget.tar(
                    "oci-layout",
                    MARKER,
                    "index.json",
                    index,
                    "blobs/sha256/" + Digest.of(manifest).toString().substring("sha256:".length()),
                    manifest.asUtf8().orElseThrow()));
        }
        return seeds;
    }
}
