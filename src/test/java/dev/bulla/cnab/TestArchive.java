package dev.bulla.cnab;

import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Content;
import dev.bulla.oci.Digest;
import dev.bulla.oci.Place;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Thick bundles as other tools, or attackers, write them: any entries in any order. */
final class TestArchive {
    private record Entry(TarArchiveEntry header, Bytes content) {}

    private final List<Entry> entries = new ArrayList<>();

    /** The shape of the archive in cnabio/signy: leading {@code ./}, directories, blobs first, pretty JSON. */
    static TestArchive of(SampleBundle sample) {
        TestArchive archive = new TestArchive();
        archive.directory("./").directory("./artifacts/layout/blobs/sha256/");
        sample.store.manifests().values().stream()
                .filter(manifest ->
                        !manifest.equals(sample.thin.index()) && !manifest.equals(sample.thin.configManifest()))
                .forEach(manifest -> archive.blob(manifest.raw()));
        for (Map.Entry<Digest, Bytes> blob : sample.store.blobs().entrySet()) {
            if (!blob.getKey().equals(sample.bundle.digest())) {
                archive.blob(blob.getValue());
            }
        }
        StringBuilder roots = new StringBuilder();
        for (PinnedImage image : sample.thin.images()) {
            roots.append(roots.length() == 0 ? "" : ",\n")
                    .append("      {\"mediaType\": \"" + image.descriptor().mediaType() + "\", \"size\": "
                            + image.descriptor().size() + ",\n       \"digest\": \""
                            + image.descriptor().digest()
                            + "\", \"annotations\": {\"org.opencontainers.image.ref.name\": \"docker.io/"
                            + image.reference() + "\"}}");
        }
        archive.file(
                "./artifacts/layout/index.json",
                "{\n   \"schemaVersion\": 2,\n   \"manifests\": [\n" + roots + "\n   ]\n}");
        archive.file("./artifacts/layout/oci-layout", "{\n    \"imageLayoutVersion\": \"1.0.0\"\n}");
        archive.file("./bundle.json", sample.bundle.raw().asUtf8().orElseThrow());
        return archive;
    }

    TestArchive file(String name, String content) {
        return file(name, Bytes.utf8(content));
    }

    TestArchive file(String name, Bytes content) {
        TarArchiveEntry header = new TarArchiveEntry(name, true);
        header.setSize(content.length());
        entries.add(new Entry(header, content));
        return this;
    }

    TestArchive blob(Bytes content) {
        return file("./artifacts/layout/blobs/sha256/" + Digest.of(content).hex(), content);
    }

    TestArchive directory(String name) {
        entries.add(new Entry(new TarArchiveEntry(name), Bytes.empty()));
        return this;
    }

    /** An entry of any type, such as a link or a device. */
    TestArchive special(String name, byte type, Consumer<TarArchiveEntry> change) {
        TarArchiveEntry header = new TarArchiveEntry(name, type, true);
        change.accept(header);
        entries.add(new Entry(header, Bytes.empty()));
        return this;
    }

    /** A pax header of any length before the next entry. */
    TestArchive pax(String key, String value) {
        int rest = key.length() + value.length() + 3;
        Bytes record = Bytes.utf8((rest + 6) + " " + key + "="
                + "x".repeat(6 - Integer.toString(rest + 6).length()) + value + "\n");
        TarArchiveEntry header = new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, true);
        header.setSize(record.length());
        entries.add(new Entry(header, record));
        return this;
    }

    TestArchive without(String name) {
        if (!entries.removeIf(entry -> entry.header().getName().endsWith(name))) {
            throw new IllegalArgumentException(name);
        }
        return this;
    }

    TestArchive replace(String name, String content) {
        return without(name).file("./" + name, content);
    }

    Bytes tar() {
        return written();
    }

    Bytes gzip() {
        return gzip(tar());
    }

    static Bytes gzip(Bytes content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            content.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.adopt(bytes.toByteArray());
    }

    private Bytes written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry entry : entries) {
                tar.putArchiveEntry(entry.header());
                entry.content().writeTo(tar);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.adopt(bytes.toByteArray());
    }

    static Step<ThickBundle> read(Bytes archive) {
        return read(archive, new MemoryStore("spool"));
    }

    static Step<ThickBundle> read(Bytes archive, MemoryStore spool) {
        return ThickBundleReader.read(Content.of(archive), place(), spool);
    }

    static Place place() {
        return new Place.LayoutPlace(Path.of("shop.tgz"), true);
    }
}
