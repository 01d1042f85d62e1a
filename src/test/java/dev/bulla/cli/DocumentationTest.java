package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.ConsoleBlocks;
import dev.bulla.cli.testing.TranscriptRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code console} block of the documentation happens as it is written; what cannot run is not shown as one. */
class DocumentationTest {

    @ParameterizedTest
    @MethodSource("pages")
    void theDialoguesOfThePageHappenAsWritten(Path page, @TempDir Path folder) throws IOException {
        List<String> dialogue = ConsoleBlocks.of(Files.readAllLines(page));

        if (dialogue.stream().anyMatch(line -> line.startsWith("$ "))) {
            TranscriptRunner.run(page.toString(), dialogue, folder);
        }
        assertThat(dialogue.isEmpty() || dialogue.stream().anyMatch(line -> line.startsWith("$ ")))
                .as("a console block shows a command")
                .isTrue();
    }

    @Test
    void blocksOfAPageAreOneDialogue() {
        List<String> page = List.of(
                "# T",
                "<!-- @time 2027-01-01T00:00:00Z -->",
                "```console",
                "$ a",
                "```",
                "$ no",
                "```sh",
                "$ no",
                "```",
                "```console",
                "$ b",
                "```");

        assertThat(ConsoleBlocks.of(page)).containsExactly("@time 2027-01-01T00:00:00Z", "$ a", "$ b");
    }

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "examples", "artifact-types")) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> files = Files.walk(Path.of(folder))) {
                    files.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .forEach(pages::add);
                }
            }
        }
        return pages;
    }
}
