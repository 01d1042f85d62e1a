package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program does with the names and rights of files. */
class FilesAndPathsIT {
    @TempDir
    Path folder;

    @Test
    void theMainJobRunsWhereEveryPathHasSpaces() throws IOException {
        Workshop workshop = new Workshop(Files.createDirectories(folder.resolve("a folder with spaces"))).keys("ann");
        SmallImages images = new SmallImages(workshop.at("some images"));
        images.add("installer", 100);
        workshop.write("my bundle.json", images.bundle());

        workshop.run("push", "my bundle.json", "oci:first place:1.0.0", "--images-from", "oci:some images");
        workshop.run("sign", "oci:first place:1.0.0", "--key", "ann");
        workshop.run("copy", "oci:first place:1.0.0", "oci:second place.tar:1.0.0");
        workshop.run("verify", "oci:second place.tar:1.0.0", "--key", "ann", "--offline");
        workshop.run("pull", "oci:second place.tar:1.0.0", "--key", "ann", "-o", "what was pulled");

        assertThat(workshop.read("what was pulled/bundle.json")).isEqualTo(images.bundle());
    }

    @Test
    void aSecretKeyIsItsOwnersAloneAndIsNeverOverwritten() throws IOException {
        Workshop workshop = new Workshop(folder).keys("ann");
        byte[] secret = workshop.read("config/keys/ann.key");

        workshop.expect(8, "key", "new", "ann");

        assertThat(workshop.read("config/keys/ann.key")).isEqualTo(secret);
        assertThat(new String(secret, StandardCharsets.US_ASCII)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(rights("config/keys/ann.key")).isEqualTo("rw-------");
    }

    @Attack("P6")
    @Test
    void nothingButWhatWasAskedForIsLeftInAFolder() throws IOException {
        Workshop workshop = new Workshop(folder).keys("ann");
        workshop.write("note.txt", "a note".getBytes(StandardCharsets.UTF_8));
        workshop.run("push", "note.txt", "oci:place:1", "--artifact-type", "text/plain");
        workshop.run("sign", "oci:place:1", "--key", "ann");
        workshop.run("pull", "oci:place:1", "--key", "ann", "-o", "pulled");

        try (var files = Files.list(workshop.at("pulled"))) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .isEqualTo(List.of("note.txt"));
        }
        assertThat(workshop.read("pulled/note.txt")).asString().isEqualTo("a note");
    }

    private String rights(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
