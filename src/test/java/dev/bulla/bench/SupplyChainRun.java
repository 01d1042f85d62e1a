package dev.bulla.bench;

import dev.bulla.inspect.PlainVerification;
import dev.bulla.intoto.LayoutVerdict;
import dev.bulla.intoto.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Verifies a layout with its links: first in a cold machine, then again and again. */
final class SupplyChainRun {
    private SupplyChainRun() {}

    /** Directory with {@code root.layout}, {@code owner.json} and {@code links}; number of repetitions. */
    public static void main(String... arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Gauge.time("cold", () -> verify(directory));
        Gauge.memory("cold");
        for (int i = 1; i <= Integer.parseInt(arguments[1]); i++) {
            Gauge.time("warm" + i, () -> verify(directory));
        }
    }

    private static void verify(Path directory) {
        PlainVerification files = new PlainVerification(
                directory.resolve("root.layout"),
                List.of(directory.resolve("owner.json")),
                directory.resolve("links"),
                Optional.empty(),
                directory);
        LayoutVerdict verdict = files.verify(
                Parameters.none(), PlainVerification.Mode.REFUSE, false, Instant.parse("2026-06-01T12:00:00Z"));
        if (!(verdict instanceof LayoutVerdict.Accepted)) {
            throw new IllegalStateException("refused: " + verdict);
        }
    }
}
