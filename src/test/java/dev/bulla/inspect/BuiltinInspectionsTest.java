package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.intoto.Artifacts;
import dev.bulla.intoto.Digests;
import dev.bulla.intoto.Inspection;
import dev.bulla.intoto.InspectionRunner;
import dev.bulla.testkit.Attack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** intoto.md section 10: inspections that execute nothing. */
class BuiltinInspectionsTest {
    private static final FolderLimits LIMITS = new FolderLimits(100, 1_000_000, 8);

    @TempDir
    Path folder;

    private InspectionRunner.Outcome run(String... words) {
        Inspection inspection = new Inspection("look", List.of(), List.of(), List.of(words));
        return new BuiltinInspections(Optional.of(folder), Optional.empty(), LIMITS).run(inspection);
    }

    private static InspectionRunner.Recorded recorded(InspectionRunner.Outcome outcome) {
        assertThat(outcome).isInstanceOf(InspectionRunner.Recorded.class);
        return (InspectionRunner.Recorded) outcome;
    }

    private static void failed(InspectionRunner.Outcome outcome, String why) {
        assertThat(outcome).isInstanceOf(InspectionRunner.Failed.class);
        assertThat(((InspectionRunner.Failed) outcome).why()).contains(why);
    }

    private static TarArchiveEntry entry(String name, byte type) {
        return new TarArchiveEntry(name, type, true);
    }

    /** An archive with a file of five bytes for each entry that may have content. */
    private void archive(String name, boolean gzip, TarArchiveEntry... entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        OutputStream out = gzip ? new GZIPOutputStream(bytes) : bytes;
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TarArchiveEntry entry : entries) {
                boolean plain = entry.getLinkFlag() == TarConstants.LF_NORMAL;
                entry.setSize(plain ? 5 : 0);
                tar.putArchiveEntry(entry);
                if (plain) {
                    tar.write("hello".getBytes(StandardCharsets.UTF_8));
                }
                tar.closeArchiveEntry();
            }
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    @Test
    void sha256RecordsTheProductOrTheFilesThatAreNamed() throws IOException {
        Files.writeString(folder.resolve("a"), "1");
        Files.writeString(folder.resolve("b"), "2");

        assertThat(recorded(run("bulla:sha256")).products().hashes()).containsOnlyKeys("a", "b");
        assertThat(recorded(run("bulla:sha256", "b")).products().hashes())
                .containsOnly(Map.entry("b", Map.of("sha256", Digests.sha256("2"))));
        failed(run("bulla:sha256", "c"), "no file 'c'");
        failed(run("bulla:sha256", "../b"), "no file '../b'");
    }

    @Test
    void untarListsATarOrTgzBesideTheProductAndWritesNothing() throws IOException {
        for (boolean gzip : new boolean[] {false, true}) {
            archive("x.tar", gzip, entry("dir/", TarConstants.LF_DIR), entry("./dir/a", TarConstants.LF_NORMAL));

            var outcome = recorded(run("bulla:untar", "x.tar"));

            assertThat(outcome.materials().hashes()).containsOnlyKeys("x.tar");
            assertThat(outcome.products().hashes()).containsOnlyKeys("x.tar", "dir/a");
            assertThat(outcome.products().hashes().get("dir/a")).containsEntry("sha256", Digests.sha256("hello"));
            assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("dir"));
        }
    }

    @Attack("I15")
    @Test
    void untarRefusesLinksDevicesRepetitionsAndNamesThatLeadOut() throws IOException {
        byte[] kinds = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR};
        for (byte kind : kinds) {
            archive("x.tar", false, entry("a", kind));
            failed(run("bulla:untar", "x.tar"), "neither a plain file nor a folder");
        }
        for (String name : new String[] {"../a", "/a", "a//b", "a/../b", "a\\b"}) {
            archive("x.tar", false, entry(name, TarConstants.LF_NORMAL));
            failed(run("bulla:untar", "x.tar"), "artifact name");
        }
        archive("x.tar", false, entry("a", TarConstants.LF_NORMAL), entry("./a", TarConstants.LF_NORMAL));
        failed(run("bulla:untar", "x.tar"), "twice");
    }

    @Test
    void untarRefusesToOverwriteAFileOfTheProduct() throws IOException {
        archive("x.tar", false, entry("a", TarConstants.LF_NORMAL));
        Files.writeString(folder.resolve("a"), "hello");
        recorded(run("bulla:untar", "x.tar"));

        Files.writeString(folder.resolve("a"), "other");
        failed(run("bulla:untar", "x.tar"), "overwrite 'a'");
    }

    @Test
    void untarReadsNoMoreThanItsLimits() throws IOException {
        TarArchiveEntry[] many = new TarArchiveEntry[101];
        for (int i = 0; i < many.length; i++) {
            many[i] = entry("f" + i, TarConstants.LF_NORMAL);
        }
        archive("x.tar", true, many);
        failed(run("bulla:untar", "x.tar"), "more than 100 entries");

        var bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            TarArchiveEntry entry = entry("zeros", TarConstants.LF_NORMAL);
            entry.setSize(1 << 20);
            byte[] header = new byte[512];
            entry.writeEntryHeader(header);
            gzip.write(header);
            gzip.write(new byte[1 << 20]);
        }
        Files.write(folder.resolve("x.tar"), bomb.toByteArray());
        failed(run("bulla:untar", "x.tar"), "more bytes than are read");
        Files.writeString(folder.resolve("x.tar"), "no archive at all");
        failed(run("bulla:untar", "x.tar"), "cannot be read");
    }

    @Test
    void ociGraphShowsTheGraphThatIsVerified() {
        var graph = new TreeMap<String, Map<String, String>>();
        graph.put("pkg:oci/app", Map.of("sha256", "aa"));
        var runner = new BuiltinInspections(Optional.empty(), Optional.of(() -> new Artifacts(graph)), LIMITS);
        var inspection = new Inspection("look", List.of(), List.of(), List.of("bulla:oci-graph"));

        assertThat(recorded(runner.run(inspection)).products().hashes()).containsOnlyKeys("pkg:oci/app");
        assertThat(run("bulla:oci-graph")).isInstanceOf(InspectionRunner.NotPermitted.class);
    }

    @Test
    void whatIsNotBuiltInIsNotPermitted() {
        assertThat(run("bulla:format-disk")).isInstanceOf(InspectionRunner.NotPermitted.class);
        assertThat(run("tar", "xzf", "x.tar")).isInstanceOf(InspectionRunner.NotPermitted.class);
        assertThat(run("/bin/true")).isInstanceOf(InspectionRunner.NotPermitted.class);
    }
}
