package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path folder;

    private Run bulla(String... words) {
        return TestWorld.in(folder).run(words);
    }

    @Test
    void theProgramSaysItsNameAndVersionOnOneLine() {
        Run run = bulla("version");

        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("bulla \\S+ \\(java \\S+\\)\\n");
        assertThat(run.err()).isEmpty();
    }
}
