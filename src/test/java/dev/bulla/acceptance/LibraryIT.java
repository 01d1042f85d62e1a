package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of an embedding, compiled against the distribution and run as a program of its own. */
class LibraryIT {
    private static final Path JARS = Path.of("target", "bulla", "lib").toAbsolutePath();
    private static final Path EXAMPLE =
            Path.of("examples", "library", "Install.java").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void aBundleRuntimeInstallsWhatIsTrustedAndNothingElse() {
        Workshop workshop = new Workshop(folder).keys("root", "release");
        workshop.run("init", "oci:shop", "--root-key", "root", "--key", "release");
        SmallImages images = new SmallImages(workshop.at("images"));
        images.add("installer", 500);
        workshop.write("bundle.json", images.bundle());
        workshop.run("push", "bundle.json", "oci:shop:1.0.0", "--images-from", "oci:images");
        workshop.run("push", "bundle.json", "oci:shop:1.1.0", "--images-from", "oci:images");
        workshop.run("sign", "oci:shop:1.0.0", "--key", "release");
        compile();

        Outcome trusted = install("oci:shop:1.0.0", "one");
        Outcome unsigned = install("oci:shop:1.1.0", "two");

        assertThat(trusted.exitCode()).as(trusted.out() + trusted.err()).isZero();
        assertThat(trusted.out()).startsWith("install oci:shop@sha256:").contains("level 1b");
        assertThat(folder.resolve("one").resolve("bundle.json")).exists();
        assertThat(unsigned.exitCode()).isEqualTo(1);
        assertThat(unsigned.out()).contains("refused: no trusted role lists target oci:shop:1.1.0");
        assertThat(folder.resolve("two")).doesNotExist();
    }

    private void compile() {
        Outcome outcome = Program.of(
                        tool("javac"),
                        "--release",
                        "21",
                        "-Xlint:all",
                        "-Werror",
                        "-cp",
                        JARS.resolve("bulla.jar").toString(),
                        "-d",
                        folder.resolve("classes").toString(),
                        EXAMPLE.toString())
                .run();

        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    }

    private Outcome install(String reference, String output) {
        return new Workshop(folder)
                .prepare(Program.of(
                        tool("java"),
                        "-cp",
                        folder.resolve("classes") + ":" + JARS.resolve("*"),
                        "Install",
                        reference,
                        folder.resolve("config").resolve("trust").toString(),
                        output))
                .run();
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
