package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches that the build made for its own runtime (cli.md section 12, rule 6). */
class StartUpCacheIT {
    private static final Path DISTRIBUTION = Path.of("target", "bulla");

    /** Says of each class where it came from. */
    private static final String TELLS = "-Xlog:class+load:stdout:none";

    @TempDir
    Path folder;

    @Test
    void theClassesOfARunComeFromTheCache() {
        Outcome outcome =
                bulla(DISTRIBUTION, "version").with("BULLA_JAVA_OPTS", TELLS).run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("dev.bulla.")))
                .isNotEmpty()
                .allMatch(line -> line.contains("source: shared objects file"));
    }

    @Test
    void aDistributionThatWasMovedKeepsItsCache() throws IOException {
        Path moved = copyOfTheDistribution();

        Outcome outcome = bulla(moved, "version").with("BULLA_JAVA_OPTS", TELLS).run();
        assertThat(outcome.out()).contains("dev.bulla.cli.Main source: shared objects file");
    }

    @Test
    void aCacheThatIsNoneIsLeftAsideWithoutAWord() throws IOException {
        Path moved = copyOfTheDistribution();
        for (Path cache : caches(moved)) {
            Files.writeString(cache, "no cache");
        }

        Outcome plain = bulla(moved, "version").run();
        assertThat(plain.exitCode()).isZero();
        assertThat(plain.out()).startsWith("bulla ");
        assertThat(plain.err()).isEmpty();
    }

    /** Another jar of the same name: its classes run, not those that were prepared from the one before. */
    @Test
    void aCacheOfOtherJarsIsLeftAsideAndShownUnderV() throws IOException {
        Path moved = copyOfTheDistribution();
        Path jar = moved.resolve("lib/bulla.jar");
        Files.write(jar, Files.readAllBytes(jar)); // the same classes, written later

        Outcome plain = bulla(moved, "version").with("BULLA_JAVA_OPTS", TELLS).run();
        assertThat(plain.out()).contains("dev.bulla.cli.Main source: file:");
        assertThat(bulla(moved, "version").run().err()).isEmpty();
        assertThat(bulla(moved, "version", "-v").run().err()).contains("bulla.jar");
    }

    private Program bulla(Path distribution, String... words) {
        String[] command = new String[words.length + 1];
        command[0] = distribution.resolve("bin/bulla").toAbsolutePath().toString();
        System.arraycopy(words, 0, command, 1, words.length);
        return Program.of(command).with("BULLA_JAVA", System.getProperty("java.home"));
    }

    private static List<Path> caches(Path distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }

    private Path copyOfTheDistribution() throws IOException {
        Path copy = folder.resolve("elsewhere");
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(DISTRIBUTION.relativize(file).toString());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }
}
