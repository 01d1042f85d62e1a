package dev.bulla.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of the library is what {@code examples/library} compiles and runs. */
class LibraryPagesTest {
    private static final Path EXAMPLE = Path.of("examples", "library", "Install.java");

    @Test
    void theReadmeShowsTheExampleAsItIsCompiled() throws IOException {
        List<String> page = Files.readAllLines(Path.of("README.md"));
        int start = page.indexOf("```java");

        assertThat(start).as("a java block in the README").isNotNegative();
        assertThat(page.subList(start + 1, start + 1 + shown().size())).isEqualTo(shown());
        assertThat(page.get(start + 1 + shown().size())).isEqualTo("```");
    }

    @Test
    void thePackageShowsTheExampleAsItIsCompiled() throws IOException {
        List<String> page = Files.readAllLines(Path.of("src", "main", "java", "dev", "bulla", "package-info.java"));
        List<String> commented = shown().stream().map(line -> " * " + line).toList();

        assertThat(page).containsSequence(commented);
    }

    @Test
    void anEmbeddingTakesTenLines() throws IOException {
        assertThat(shown()).hasSizeBetween(1, 10);
    }

    private static List<String> shown() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE);
        int start = lines.indexOf("        // these lines stand in the README and in the documentation of the package");
        int end = lines.indexOf("        // until here");
        return lines.subList(start + 1, end).stream()
                .map(line -> line.substring(8))
                .toList();
    }
}
