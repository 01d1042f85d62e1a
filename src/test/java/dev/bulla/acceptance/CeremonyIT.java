package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holders on machines of their own, as the example has it: each call is a process with a configuration of its machine. */
class CeremonyIT {
    @TempDir
    Path folder;

    @Test
    void aNamespaceOutlivesALostKeyAStolenKeyAndFiveRoots() {
        String script = Path.of("examples", "ceremony.sh").toAbsolutePath().toString();
        long start = System.nanoTime();

        Outcome outcome = new Workshop(folder)
                .prepare(Program.of("sh", script))
                .with("TMPDIR", folder.toString())
                .run();

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .containsSubsequence(
                        "# ops stages the namespace",
                        "pinned root v1",
                        "# cleo's key is lost",
                        "root  v1 -> v2",
                        "# the key of ci is stolen",
                        "exit 8",
                        "# the consumer wakes up",
                        "updated root v6",
                        "targets/releases  v2",
                        "# all as it should be");
        assertThat(outcome.err()).contains("targets/releases v3 has 0 of 1 signatures that targets v2 demands");
        Workshop.figures("ceremony on layouts: %.1f s", Workshop.secondsSince(start));
    }
}
