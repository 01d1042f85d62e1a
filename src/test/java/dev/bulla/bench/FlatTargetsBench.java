package dev.bulla.bench;

import dev.bulla.crypto.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All targets in one role: load, check, look one up. */
class FlatTargetsBench {
    @TempDir
    Path folder;

    @Test
    void oneFlatRole() throws IOException {
        Report report = Report.of("flat-targets");
        for (KeyKind kind : new KeyKind[] {KeyKind.ED25519, KeyKind.ECDSA_P256}) {
            measure(report, kind, 100_000, "300m", 500, 300);
            measure(report, kind, 1_000_000, "1500m", 6_000, 1_500);
        }
    }

    private void measure(Report report, KeyKind kind, int targets, String heap, int goalMillis, int goalMebibytes)
            throws IOException {
        Path directory = folder.resolve(kind + "-" + targets);
        LargeRepository.flat(directory, targets, kind);
        long size = Files.size(directory.resolve("1.targets.json"));
        Map<String, Long> run = new Fork(heap).best(FlatTargetsRun.class, directory.toString(), "" + targets, "5");
        report.line(kind + ", " + targets + " targets in one role, " + size + " bytes, -Xmx" + heap + ": " + run);
        report.goal(targets + " targets, cold machine, wall", run.getOrDefault("cold.wall", 0L), goalMillis, "ms");
        report.goal(targets + " targets, resident memory", run.getOrDefault("cold.rss", 0L), goalMebibytes, "MiB");
        double warm = run.getOrDefault("warm5.wall", 0L);
        report.line(String.format(
                Locale.ROOT,
                "ratios, warm: %.1f times SHA-256 of the same bytes, %.1f times a bare pass over their JSON tokens",
                warm / run.getOrDefault("sha256.wall", 1L),
                warm / run.getOrDefault("tokens.wall", 1L)));
    }
}
