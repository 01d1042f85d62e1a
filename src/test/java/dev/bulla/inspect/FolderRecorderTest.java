package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.intoto.Digests;
import dev.bulla.outcome.NotFoundException;
import dev.bulla.outcome.RejectedException;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** intoto.md section 10, "Recording", and D29, D30. */
class FolderRecorderTest {
    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(outside.resolve("product"));
        write("a.txt", "a\r\n");
        write("sub/b.txt", "b");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent() == null ? folder : file.getParent());
        Files.writeString(file, text);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    private Map<String, Map<String, String>> record() {
        return FolderRecorder.record(folder, FolderLimits.standard()).hashes();
    }

    private void refuses(String why) {
        assertThatThrownBy(this::record).isInstanceOf(RejectedException.class).hasMessageContaining(why);
    }

    @Test
    void filesAreRecordedByTheHashOfTheirRawBytesUnderRelativeNames() {
        assertThat(record())
                .containsOnly(
                        Map.entry("a.txt", Map.of("sha256", Digests.sha256("a\r\n"))),
                        Map.entry("sub/b.txt", Map.of("sha256", Digests.sha256("b"))));
    }

    @Attack("I3")
    @Test
    void nothingIsLeftOutAndNoConfigurationIsReadFromTheFolder() throws IOException {
        write(".git/config", "x");
        write(".in_toto/rc", "[settings]\nARTIFACT_EXCLUDE_PATTERNS=a.txt");
        write("c.pyc", "x");
        write("step.12345678.link", "x");

        assertThat(record())
                .containsOnlyKeys("a.txt", "sub/b.txt", ".git/config", ".in_toto/rc", "c.pyc", "step.12345678.link");
    }

    @Attack("I24")
    @Test
    void ghsaWqrg_theModeOfAFileIsNotRecordedAndTheThreatModelSaysSo() throws IOException {
        Map<String, Map<String, String>> before = record();
        Files.setPosixFilePermissions(folder.resolve("a.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(record()).isEqualTo(before);
        assertThat(Path.of("docs", "threat-model.md")).content().contains("Modes of files");
    }

    @Attack("I15")
    @Test
    void aSymbolicLinkThatStaysInsideIsRecordedUnderItsOwnName() throws IOException {
        link("c.txt", "sub/b.txt");
        link("again", "sub");

        assertThat(record()).containsOnlyKeys("a.txt", "sub/b.txt", "c.txt", "again/b.txt");
        assertThat(record().get("c.txt")).isEqualTo(record().get("sub/b.txt"));
    }

    @Attack("I15")
    @Test
    void d30_ASymbolicLinkThatDanglesLoopsOrLeavesTheFolderIsRefused() throws IOException {
        Files.writeString(outside.resolve("secret"), "s");
        for (String target : new String[] {
            "nowhere", "c.txt", "../secret", outside.resolve("secret").toString(), "/etc"
        }) {
            link("c.txt", target);
            refuses("'c.txt' is a symbolic link");
            Files.delete(folder.resolve("c.txt"));
        }
        link("sub/up", "..");
        refuses("folder above it");
    }

    @Test
    void aNameThatCannotBeAnArtifactIsRefused() throws IOException {
        write("back\\slash", "x");

        refuses("has a backslash");
    }

    @Test
    void whatIsNeitherFileNorFolderIsRefused() throws Exception {
        Process fifo = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(fifo.waitFor()).isZero();

        refuses("neither a file nor a folder");
    }

    @Test
    void filesBytesAndDepthAreBounded() throws IOException {
        write("x/y/z", "12345");

        assertThatThrownBy(() -> FolderRecorder.record(folder, new FolderLimits(2, 100, 9)))
                .hasMessageContaining("of more than 2 entries");
        Files.delete(folder.resolve("a.txt"));
        assertThatThrownBy(() -> FolderRecorder.record(folder, new FolderLimits(9, 5, 9)))
                .hasMessageContaining("more than 5 bytes");
        assertThatThrownBy(() -> FolderRecorder.record(folder, new FolderLimits(9, 100, 1)))
                .hasMessageContaining("deeper than 1");
        assertThat(FolderRecorder.record(folder, new FolderLimits(3, 6, 2)).hashes())
                .hasSize(2);
    }

    private Map<String, Map<String, String>> record(String... paths) {
        List<Path> chosen = Stream.of(paths).map(Path::of).toList();
        return FolderRecorder.record(folder, chosen, name -> name.endsWith(".log"), FolderLimits.standard())
                .hashes();
    }

    @Test
    void chosenFilesAndFoldersAreNamedRelativeToTheBaseAndLeftOutWhereTheCallerSaysSo() throws IOException {
        write("sub/c.log", "c");

        assertThat(record("sub")).containsOnlyKeys("sub/b.txt");
        assertThat(record("./sub/../a.txt", "sub/b.txt")).containsOnlyKeys("a.txt", "sub/b.txt");
        assertThat(record("")).containsOnlyKeys("a.txt", "sub/b.txt");
    }

    @Test
    void aChosenPathThatLeavesTheBaseOrNamesNothingIsRefused() throws IOException {
        Files.writeString(outside.resolve("secret"), "s");
        link("out", "..");
        link("inner", "sub");

        assertThatThrownBy(() -> record("../secret")).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> record(outside.resolve("secret").toString())).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> record("out/secret"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("leaves the folder");
        assertThatThrownBy(() -> record("none")).isInstanceOf(NotFoundException.class);
        assertThat(record("inner/b.txt")).containsOnlyKeys("inner/b.txt");
    }
}
