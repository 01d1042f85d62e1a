package dev.bulla.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assembled distribution, run as a person runs it. */
class DistributionIT {

    private static final Path BUILT = Path.of("target", "bulla").toAbsolutePath();

    @Test
    void itRunsFromAnywhereWithNothingOnStandardError(@TempDir Path folder) {
        Outcome outcome = Program.bulla("version").in(folder).run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("bulla ");
        assertThat(outcome.exitCode()).isZero();
    }

    @Attack("P13")
    @Test
    void namesBeyondAsciiAreReadWithoutALocaleAndPrintedInAscii(@TempDir Path folder) {
        // written in octal, for a machine that runs this test without a locale
        String command = "exec \"$0\" tuf-client --metadata-dir m init \"$(printf 'w\\303\\274rzel.json')\"";
        Outcome outcome = Program.of(
                        "sh", "-c", command, BUILT.resolve("bin/bulla").toString())
                .in(folder)
                .withOnlyOwnEnvironment()
                .with("PATH", String.valueOf(System.getenv("PATH")))
                .with("HOME", folder.toString())
                .run();

        assertThat(outcome.err())
                .contains("no file ")
                .contains("w\\u00fcrzel.json")
                .isASCII();
    }

    @Test
    void itRunsWhereverItIsMovedToAndThroughALink(@TempDir Path folder) throws IOException {
        Path moved = copy(folder.resolve("a folder with spaces"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), moved.resolve("bin/bulla"));

        Outcome outcome = Program.of(link.toString(), "version").in(folder).run();

        assertThat(outcome.out()).startsWith("bulla ");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void aCacheThatIsNoneIsLeftAsideSilently(@TempDir Path folder) throws IOException {
        Path moved = copy(folder.resolve("app"));
        Files.writeString(moved.resolve("lib/bulla.aot"), "not a cache");

        Outcome outcome =
                Program.of(moved.resolve("bin/bulla").toString(), "version").run();

        assertThat(outcome.out()).startsWith("bulla ");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void everyJarThatTheProgramNamesIsThere() throws IOException {
        try (JarFile jar = new JarFile(BUILT.resolve("lib/bulla.jar").toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            String[] named = attributes.getValue(Attributes.Name.CLASS_PATH).split(" ", -1);

            assertThat(named)
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(BUILT.resolve("lib").resolve(name)).exists());
        }
    }

    private static Path copy(Path target) throws IOException {
        try (Stream<Path> walk = Files.walk(BUILT)) {
            for (Path each : walk.toList()) {
                Path copied = target.resolve(BUILT.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(each, copied, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return target;
    }
}
