package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of a step as a process of its own (intoto.md section 11.5). */
class AttestRunIT {
    /** A busy machine starts the program and the command in a few seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Workshop workshop;

    @BeforeEach
    void aFunctionary() {
        workshop = new Workshop(folder).keys("ann");
    }

    @Attack("I22")
    @Test
    void theCommandDoesNotSeeThePassphraseOfTheKey() {
        Outcome outcome = workshop.expect(
                0,
                "attest",
                "run",
                "--step",
                "look",
                "--key",
                "ann",
                "--",
                "sh",
                "-c",
                "test -z \"$BULLA_PASSPHRASE$BULLA_PASSPHRASE_FILE\" && test -n \"$HOME\" && cat");

        assertThat(outcome.out().lines()).hasSize(1).allMatch(line -> line.endsWith(".link"));
    }

    @Test
    void anInterruptIsPassedOnAndMakesNoLink() throws Exception {
        String script = "trap 'echo x > cleaned; exit 1' TERM; echo x > started; while :; do sleep 0.05; done";
        Process process = workshop.bulla("attest", "run", "--step", "wait", "--key", "ann", "--", "sh", "-c", script)
                .start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.exists(workshop.at("started")) && System.nanoTime() < end) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
            }
            process.destroy();

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(workshop.at("cleaned")).exists();
            assertThat(process.exitValue()).isNotZero();
            assertThat(links()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private Stream<Path> links() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".link")).toList().stream();
        }
    }
}
