package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.loopback.Fault;
import dev.bulla.testkit.loopback.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in a real process (cli.md sections 9 and 10). */
class InterruptTest {

    @TempDir
    private Path folder;

    @Test
    void anInterruptedCopyEndsWith130SaysSoInOneLineAndLeavesNoTag() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("file.txt"), "content");
        Run pushed = TestWorld.in(folder)
                .run("push", "file.txt", "oci:layout:1", "--artifact-type", "application/vnd.example.text");
        assertThat(pushed.status()).as(pushed.err()).isZero();
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            Fault.Gate gate = registry.faults().on(Kind.UPLOAD_END).always().hold();
            // whoever runs the tests in the background may have switched SIGINT off for all below
            Process copy = Program.of(
                            "env",
                            "--default-signal=INT",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath(),
                            "dev.bulla.cli.Main",
                            "copy",
                            "oci:layout:1",
                            registry.host() + "/acme/text:1")
                    .in(folder)
                    .start();
            gate.awaitArrival();

            Program.of("kill", "-INT", Long.toString(copy.pid())).run();

            assertThat(copy.waitFor(60, TimeUnit.SECONDS)).isTrue();
            gate.open();
            String err = new String(copy.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(copy.exitValue()).as(err).isEqualTo(130);
            assertThat(err).isEqualTo("bulla: interrupted: stopped; running it again continues\n");
            assertThat(copy.getInputStream().readAllBytes()).isEmpty();
            assertThat(registry.log().count(Kind.MANIFEST_PUT)).isZero();
        }
    }

    /** The process runs in another folder than this one. */
    private static String classPath() {
        StringBuilder absolute = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
            absolute.append(Path.of(entry).toAbsolutePath()).append(System.getProperty("path.separator"));
        }
        return absolute.toString();
    }
}
