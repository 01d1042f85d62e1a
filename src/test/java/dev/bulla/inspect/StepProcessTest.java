package dev.bulla.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.outcome.NotFoundException;
import dev.bulla.testkit.Attack;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of a step as it is run for whoever performs it (intoto.md section 11.5). */
class StepProcessTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream handedOn = new ByteArrayOutputStream();

    private StepProcess.Ended shell(String script) throws InterruptedException {
        return StepProcess.run(List.of("/bin/sh", "-c", script), folder, handedOn);
    }

    @Test
    void streamsAreHandedOnAndKeptApartAndTheStatusIsTheCommands() throws Exception {
        StepProcess.Ended ended = shell("echo one; echo two >&2; exit 3");

        assertThat(ended).isEqualTo(new StepProcess.Ended(3, "one\n", "two\n", false));
        assertThat(handedOn.toString(StandardCharsets.UTF_8)).contains("one\n", "two\n");
        assertThat(shell("kill -9 $$").status()).isEqualTo(128 + 9);
    }

    @Test
    void noMoreThanTheBeginningOfAStreamIsKeptAndItIsSaid() throws Exception {
        StepProcess.Ended ended = shell("head -c 100000 /dev/zero | tr '\\0' x");

        assertThat(ended.out()).isEqualTo("x".repeat(StepProcess.MAX_STREAM));
        assertThat(ended.cut()).isTrue();
        assertThat(handedOn.size()).isEqualTo(100_000);
    }

    @Test
    void itWorksInTheGivenFolderAndNoShellReadsTheWords() throws Exception {
        StepProcess.run(List.of("touch", "$(echo no)", "a b"), folder, handedOn);

        assertThat(folder).isDirectoryContaining(file -> file.endsWith("$(echo no)"));
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("a b"));
    }

    /** Runs a step in a process of its own, whose variables a test can set. */
    static final class Step {
        public static void main(String[] arguments) throws InterruptedException {
            StepProcess.Ended ended =
                    StepProcess.run(List.of("/usr/bin/env"), Path.of("/"), OutputStream.nullOutputStream());
            System.out.print(ended.out());
        }
    }

    @Attack("I22")
    @Test
    void itSeesEveryVariableButThoseOfThePassphrase() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String tested = Path.of(StepProcess.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                tested + File.pathSeparator + System.getProperty("java.class.path"),
                Step.class.getName());
        builder.environment().put("BULLA_PASSPHRASE", "secret");
        builder.environment().put("BULLA_PASSPHRASE_FILE", "/secret");
        builder.environment().put("BULLA_REGISTRY", "kept");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();

        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(seen.lines()).contains("BULLA_REGISTRY=kept").noneMatch(line -> line.contains("PASSPHRASE"));
    }

    @Test
    void aCommandThatCannotBeStartedIsNotFound() {
        assertThatThrownBy(() -> StepProcess.run(List.of("no-such-command-here"), folder, handedOn))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no-such-command-here");
    }

    @Test
    void anInterruptIsPassedOnAndTheCommandMayCleanUp() throws Exception {
        Path started = folder.resolve("started");
        Path cleaned = folder.resolve("cleaned");
        CountDownLatch over = new CountDownLatch(1);
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                shell("trap 'echo x > cleaned; exit 1' TERM; echo x > started; while :; do sleep 0.02; done");
            } catch (InterruptedException e) {
                over.countDown();
            }
        });
        while (!Files.exists(started)) {
            assertThat(worker.join(Duration.ofMillis(10))).isFalse();
        }

        worker.interrupt();

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cleaned).exists();
    }
}
