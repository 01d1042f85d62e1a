package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import dev.bulla.testkit.RealRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README, as it stands there. */
class QuickstartIT {
    @TempDir
    Path folder;

    @Test
    void theMainJobEndsWellOnImageLayouts() {
        endsWell("layouts", quickstart());
    }

    @Test
    void theMainJobEndsWellOnARegistry() {
        endsWell("registry", quickstart().with("REGISTRY", RealRegistry.shared().host()));
    }

    private Program quickstart() {
        String script = Path.of("examples", "quickstart.sh").toAbsolutePath().toString();
        return new Workshop(folder)
                .prepare(Program.of("sh", script))
                .with("TMPDIR", folder.toString())
                .with("BULLA_PASSPHRASE", "the script sets its own");
    }

    private static void endsWell(String where, Program script) {
        long start = System.nanoTime();
        Outcome outcome = script.run();

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out())
                .containsSubsequence(
                        "# push the bundle",
                        "# two keys, two signatures",
                        "# verify: two of two",
                        "trusted",
                        "# copy to a second place and take the first away",
                        "digests unchanged",
                        "trusted",
                        "exit 0",
                        "# change one byte of the bundle and verify again",
                        "exit 1",
                        "# all as it should be");
        assertThat(outcome.err()).contains("bulla: rejected: ").doesNotContain("trusted");
        Workshop.figures(
                "quickstart on %s: %.1f s; refusal: %s",
                where,
                Workshop.secondsSince(start),
                outcome.err()
                        .lines()
                        .filter(line -> line.contains("rejected"))
                        .findFirst()
                        .orElseThrow());
    }
}
