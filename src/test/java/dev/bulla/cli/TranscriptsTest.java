package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.TranscriptRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file below {@code src/test/resources/transcripts} happens as it is written. */
class TranscriptsTest {
    private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");

    @ParameterizedTest
    @MethodSource("transcripts")
    void theDialogueHappensAsWritten(String name, @TempDir Path folder) throws IOException {
        TranscriptRunner.run(name, Files.readAllLines(TRANSCRIPTS.resolve(name)), folder);
    }

    @Test
    void aTranscriptThatLiesFails(@TempDir Path folder) {
        for (String lie : List.of("bulla 1", "", "bulla … (java …)\nmore")) {
            assertThat(succeeds(List.of(("$ bulla version\n" + lie).split("\n", -1)), folder))
                    .as(lie)
                    .isFalse();
        }
        assertThat(succeeds(List.of("$ bulla version", "bulla … (java …)", "$ echo $?", "1"), folder))
                .isFalse();
        assertThat(succeeds(List.of("$ bulla version", "bulla … (java …)", "! more"), folder))
                .isFalse();
        assertThat(succeeds(List.of("$ bulla version", "bulla … (java …)"), folder))
                .isTrue();
    }

    private static boolean succeeds(List<String> lines, Path folder) {
        try {
            TranscriptRunner.run("lie", lines, folder);
            return true;
        } catch (AssertionError | IOException e) {
            return false;
        }
    }

    static Stream<String> transcripts() throws IOException {
        try (Stream<Path> files = Files.walk(TRANSCRIPTS)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> TRANSCRIPTS.relativize(file).toString())
                    .sorted()
                    .toList();
            return names.stream();
        }
    }
}
