package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.help.Completion;
import dev.bulla.cli.testing.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    @TempDir
    private Path folder;

    @Test
    void bashOffersTheCommandsThenTheirFlags() throws IOException, InterruptedException {
        String script = TestWorld.in(folder).run("completion", "bash").out();
        Files.writeString(folder.resolve("bulla.bash"), script);

        assertThat(bash("bulla vers")).containsExactly("version");
        assertThat(bash("bulla version --form")).containsExactly("--format");
        assertThat(bash("bulla version --nothing")).isEmpty();
    }

    @Test
    void everyShellIsToldOfEveryCommand() {
        for (String shell : Completion.SHELLS) {
            String script = TestWorld.in(folder).run("completion", shell).out();

            assertThat(new Commands().words()).as(shell).allMatch(script::contains);
            assertThat(script).as(shell).startsWith("#").endsWith("\n");
        }
    }

    /** What bash offers at the end of {@code line}. */
    private List<String> bash(String line) throws IOException, InterruptedException {
        String program = """
                source ./bulla.bash
                read -ra COMP_WORDS <<< "$1"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _bulla
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Process process = new ProcessBuilder("bash", "-c", program, "bash", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer.lines().filter(each -> !each.isEmpty()).toList();
    }
}
