package dev.bulla.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts of 10, 100 and 1 000 steps, ten artifacts and twenty rules a step. */
class SupplyChainBench {
    @TempDir
    Path folder;

    @Test
    void oneStepAfterTheOther() throws IOException {
        measure(Report.of("chain"), false);
    }

    @Test
    void everythingInTheLastStep() throws IOException {
        measure(Report.of("gathered"), true);
    }

    private void measure(Report report, boolean gathered) throws IOException {
        for (int steps : new int[] {10, 100, 1000}) {
            Path directory = folder.resolve(gathered + "-" + steps);
            new LargeChain(steps, gathered).write(directory);
            Map<String, Long> run = new Fork("300m").best(SupplyChainRun.class, directory.toString(), "5");
            long size = Files.size(directory.resolve("root.layout"));
            report.line(steps + " steps, " + 10 * steps + " artifacts, " + 20 * steps + " rules, layout of " + size
                    + " bytes: " + run);
            if (steps == 1000) {
                report.goal("1 000 steps, cold machine, wall", run.getOrDefault("cold.wall", 0L), 2_000, "ms");
                report.goal("1 000 steps, resident memory", run.getOrDefault("cold.rss", 0L), 300, "MiB");
            }
        }
    }
}
