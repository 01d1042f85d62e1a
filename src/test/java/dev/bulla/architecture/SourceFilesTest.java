package dev.bulla.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the source tree: size of files, and what every package says of itself. */
class SourceFilesTest {

    /** Trees that people like to read have nine files of ten below this; a longer file hides a missing noun. */
    private static final int MAX_LINES = 300;

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TEST = Path.of("src", "test", "java");
    private static final Path BENCH = Path.of("src", "bench", "java");

    /** A documentation comment that begins with words, then the annotation, then the package. */
    private static final Pattern PACKAGE_INFO = Pattern.compile(
            "\\A/\\*\\*\\s*(\\*\\s)?\\s*[A-Z{<].*?\\.(\\s|<).*?\\*/\\s*@NullMarked\\s+package ", Pattern.DOTALL);

    @Test
    void noFileIsLongerThanThreeHundredLines() throws IOException {
        Set<String> tooLong = new TreeSet<>();
        for (Path file : sources(MAIN, TEST, BENCH)) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                tooLong.add(file + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        Set<String> wanting = new TreeSet<>();
        for (Path folder : folders(sources(MAIN, TEST))) {
            Path info = infoOf(folder);
            if (!Files.exists(info)
                    || !PACKAGE_INFO.matcher(Files.readString(info)).find()) {
                wanting.add(folder.toString());
            }
        }
        assertThat(wanting).isEmpty();
    }

    @Test
    void theTreeIsSeen() throws IOException {
        assertThat(sources(MAIN)).contains(MAIN.resolve("dev/bulla/cli/Main.java"));
        assertThat(sources(TEST)).contains(TEST.resolve("dev/bulla/architecture/SourceFilesTest.java"));
    }

    /** A test package that mirrors a main package is described by the main one. */
    private static Path infoOf(Path folder) {
        if (folder.startsWith(TEST)) {
            Path mirrored = MAIN.resolve(TEST.relativize(folder)).resolve("package-info.java");
            if (Files.exists(mirrored)) {
                return mirrored;
            }
        }
        return folder.resolve("package-info.java");
    }

    private static Set<Path> folders(List<Path> files) {
        return files.stream().map(SourceFilesTest::folderOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static List<Path> sources(Path... roots) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> walk = Files.walk(root)) {
                walk.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }
}
