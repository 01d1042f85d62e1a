package dev.bulla.acceptance;

import dev.bulla.testkit.RawRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Real OCI images of one layer, written into an image layout without the code under test, and bundles that name them. */
final class SmallImages {
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Path layout;
    private final List<Image> images = new ArrayList<>();

    /** Starts a layout in a folder, which is made. */
    SmallImages(Path layout) {
        this.layout = layout;
        try {
            Files.createDirectories(layout.resolve("blobs/sha256"));
            Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An image as a bundle names it. */
    record Image(String name, String digest, int size) {
        /** The members of an entry of {@code images} or {@code invocationImages}. */
        String members() {
            return "\"contentDigest\":\"" + digest + "\",\"image\":\"example.com/acme/" + name
                    + ":1.0.0\",\"imageType\":\"oci\",\"mediaType\":\"" + RawRegistry.MANIFEST + "\",\"size\":" + size;
        }
    }

    /** Adds an image whose layer holds one file of {@code bytes} seeded bytes. */
    Image add(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        byte[] tar = tar(name, content);
        byte[] layer = gzip(tar);
        byte[] config = ("{\"architecture\":\"amd64\",\"config\":{},\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\""
                        + RawRegistry.digest(tar) + "\"],\"type\":\"layers\"}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + RawRegistry.MANIFEST + "\",\"config\":"
                        + RawRegistry.descriptor(CONFIG, config) + ",\"layers\":["
                        + RawRegistry.descriptor(LAYER, layer) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        blob(layer);
        blob(config);
        blob(manifest);
        Image image = new Image(name, RawRegistry.digest(manifest), manifest.length);
        images.add(image);
        index();
        return image;
    }

    /** A bundle of all images so far: the first one installs, the others are its components. */
    byte[] bundle() {
        StringBuilder components = new StringBuilder();
        for (Image image : images.subList(1, images.size())) {
            components
                    .append(components.isEmpty() ? "" : ",")
                    .append("\"" + image.name() + "\":{")
                    .append(image.members())
                    .append(",\"description\":\"\"}");
        }
        return ("{\"images\":{" + components + "},\"invocationImages\":[{"
                        + images.get(0).members()
                        + "}],\"name\":\"hello\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void index() {
        StringBuilder entries = new StringBuilder();
        for (Image image : images) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"mediaType\":\"" + RawRegistry.MANIFEST + "\",\"digest\":\"" + image.digest()
                            + "\",\"size\":" + image.size()
                            + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + image.name() + "\"}}");
        }
        write("index.json", ("{\"schemaVersion\":2,\"manifests\":[" + entries + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private void blob(byte[] content) {
        write("blobs/" + RawRegistry.digest(content).replace(':', '/'), content);
    }

    private void write(String name, byte[] content) {
        try {
            Files.write(layout.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] tar(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            TarArchiveEntry entry = new TarArchiveEntry(name + ".bin");
            entry.setSize(content.length);
            entry.setModTime(0L);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
