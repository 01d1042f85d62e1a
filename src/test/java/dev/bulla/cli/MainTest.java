package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void theProgramSaysItsNameAndVersionOnOneLine() {
        var bytes = new ByteArrayOutputStream();

        int exitCode = Main.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(exitCode).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).matches("bulla \\S+\\R");
    }
}
