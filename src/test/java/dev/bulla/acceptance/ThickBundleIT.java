package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Program;
import dev.bulla.testkit.RawRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thick bundles through a registry and back (cnab.md section 10). */
class ThickBundleIT {
    @TempDir
    Path folder;

    private Workshop workshop;
    private String repository;

    @BeforeEach
    void hasAKey() {
        workshop = new Workshop(folder).keys("ann");
        repository = RealRegistry.shared().host() + "/thick-" + System.nanoTime();
    }

    @Test
    void section10anArchiveOfAnotherToolKeepsItsBundleThinAndThick() throws IOException {
        Optional<Path> real = Vectors.path("signy/cnab/helloworld-0.1.1.tgz");
        Path archive = workshop.at("given.tgz");
        if (real.isPresent()) {
            Files.copy(real.get(), archive, StandardCopyOption.REPLACE_EXISTING);
        } else {
            archiveOfTar(archive);
        }
        throughTheRegistry(real.isPresent() ? "archive of signy" : "archive packed by tar");
    }

    @Test
    void section10anArchiveOfOurOwnKeepsEverythingAndItsAddress() {
        ownImages("images");
        String first = repository + "/first:1";
        workshop.run("push", "bundle.json", first, "--images-from", "oci:images");
        workshop.run("sign", first, "--key", "ann");
        workshop.run("pull", first, "--key", "ann", "--thick", "-o", "given.tgz");

        String address = throughTheRegistry("archive of Bulla");

        assertThat(address)
                .isEqualTo(workshop.answer("verify", first, "--key", "ann")
                        .path("subject")
                        .path("digest")
                        .asText());
    }

    /** Pushes {@code given.tgz}, pulls it thin and twice thick; the address of its index. */
    private String throughTheRegistry(String what) {
        String target = repository + "/target:1";
        String bundle = member("given.tgz");
        String address =
                workshop.answer("push", "given.tgz", target).path("digest").asText();
        workshop.run("sign", target, "--key", "ann");
        workshop.run("pull", target, "--key", "ann", "-o", "thin");
        workshop.run("pull", target, "--key", "ann", "--thick", "-o", "one.tgz");
        workshop.run("pull", target, "--key", "ann", "--thick", "-o", "two.tgz");

        assertThat(new String(workshop.read("thin/bundle.json"), StandardCharsets.UTF_8))
                .isEqualTo(bundle);
        assertThat(member("one.tgz")).isEqualTo(bundle);
        assertThat(workshop.read("two.tgz")).isEqualTo(workshop.read("one.tgz"));
        Workshop.figures(
                "%s: bundle.json of %d bytes unchanged; thick pulls of %d bytes, both %s",
                what, bundle.length(), workshop.read("one.tgz").length, RawRegistry.digest(workshop.read("one.tgz")));
        return address;
    }

    /** {@code bundle.json} of an archive, by the system's own tar. */
    private String member(String archive) {
        Program.Outcome listed = tar("-tzf", archive);
        String name = listed.out()
                .lines()
                .filter(line -> line.equals("bundle.json") || line.equals("./bundle.json"))
                .findFirst()
                .orElseThrow();
        return tar("-xzOf", archive, name).out();
    }

    private Program.Outcome tar(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "tar";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Program.Outcome outcome = Program.of(command).in(folder).run();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    private void ownImages(String layout) {
        SmallImages images = new SmallImages(workshop.at(layout));
        images.add("installer", 5000);
        images.add("web", 70_000);
        workshop.write("bundle.json", images.bundle());
    }

    private void archiveOfTar(Path archive) throws IOException {
        Files.createDirectories(workshop.at("packed/artifacts"));
        ownImages("packed/artifacts/layout");
        Files.move(workshop.at("bundle.json"), workshop.at("packed/bundle.json"));
        tar("-C", "packed", "-czf", archive.toString(), "./artifacts", "./bundle.json");
    }
}
