package dev.bulla.fuzz;

import dev.bulla.bytes.Bytes;
import dev.bulla.cnab.ThickBundle;
import dev.bulla.cnab.ThickBundleReader;
import dev.bulla.layout.LayoutStore;
import dev.bulla.oci.Content;
import dev.bulla.oci.Place;
import dev.bulla.outcome.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A thick archive, compressed or not, is read or refused, and writes nothing outside the place it is read into (T18, T19). */
final class ArchiveTarget implements FuzzTarget {
    private static final Place ORIGIN = new Place.LayoutPlace(Path.of("fuzzed.tgz"), true);

    private final Path folder = Scratch.folder();

    @Override
    public void look(byte[] input) {
        Path spool = folder.resolve("spool");
        try (LayoutStore store = LayoutStore.writing(new Place.LayoutPlace(spool, false))) {
            Step<ThickBundle> read = ThickBundleReader.read(Content.of(Bytes.copyOf(input)), ORIGIN, store);
            if (read instanceof Step.Refused<ThickBundle> refused) {
                Held.that(!refused.reason().message().isEmpty(), "refused without a word");
            }
        } finally {
            Scratch.remove(spool);
        }
        Held.that(Scratch.isEmpty(folder), "something was written outside the spool");
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                tar("bundle.json", "{}", "artifacts/layout/oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"),
                tar(
                        "./bundle.json",
                        "{\"schemaVersion\":\"v1.0.0\",\"name\":\"a\",\"version\":\"1.0.0\"}",
                        "./artifacts/layout/index.json",
                        "{\"schemaVersion\":2,\"manifests\":[]}"),
                tar("artifacts/layout/blobs/sha256/" + "0c".repeat(32), "x", "../bundle.json", "{}"));
    }

    static Bytes tar(String... namesAndContents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(namesAndContents[i], true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.adopt(bytes.toByteArray());
    }

    /** Writes an input where a path is needed. */
    static Path file(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
