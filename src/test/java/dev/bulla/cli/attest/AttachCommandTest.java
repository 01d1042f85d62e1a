package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.intoto.BundleChain;
import dev.bulla.testkit.LoopbackRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bulla attest REF}, {@code attest import} and {@code attest export} in a registry. */
class AttachCommandTest {
    private static final BundleChain CHAIN = BundleChain.making("00".repeat(32));

    @TempDir
    Path folder;

    @BeforeEach
    void links() throws IOException {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.write(links.resolve("root.layout"), CHAIN.layout().toByteArray());
        Files.write(links.resolve(CHAIN.tagFile()), CHAIN.tagLink().toByteArray());
        Files.writeString(folder.resolve("note.txt"), "hello");
    }

    private Run run(String... words) {
        return TestWorld.in(folder).run(words);
    }

    @Test
    void evidenceInARegistryIsNamedByTargetPathsAndAttachedOnce() {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            String ref = registry.host() + "/acme/note:1.0";
            assertThat(run("push", "note.txt", ref, "--artifact-type", "application/vnd.example.note.v1")
                            .status())
                    .isZero();

            Run first = run("attest", "import", "links", ref, "--format", "json");
            Run again = run("attest", "import", "links", ref, "--format", "json");

            assertThat(first.status()).as(first.err()).isZero();
            assertThat(first.out()).contains("\"schema\": \"bulla.attest/1\"", "\"step\": \"tag\"");
            assertThat(again.out()).isEqualTo(first.out());
            assertThat(run("tree", ref, "-v").out())
                    .contains("attached (1)", "1 layout, 1 link", "dev.bulla.origin = " + ref + " (unverified)");
            Run exported = run("attest", "export", ref, "out", "--format", "json");
            assertThat(exported.status()).as(exported.err()).isZero();
            assertThat(folder.resolve("out/root.layout"))
                    .hasBinaryContent(CHAIN.layout().toByteArray());
        }
    }

    @Test
    void aCallThatGivesNothingToAttachIsAWrongCall() {
        Run run = run("attest", "oci:place:1.0");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("bulla: attest needs --link, --layout, --layout-key or --statement");
    }

    @Test
    void aFileThatIsNotWhatItIsGivenAsIsRefusedByItsName() {
        Run run = run("attest", "oci:place:1.0", "--link", "links/root.layout");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("--link links/root.layout: a sublayout does not say which step it is of");
        assertThat(folder.resolve("place")).doesNotExist();
    }

    @Test
    void thereMustBeAnArtifactToAttachTo() {
        run("push", "note.txt", "oci:place:1.0", "--artifact-type", "application/vnd.example.note.v1");

        assertThat(run("attest", "oci:place:2.0", "--layout", "links/root.layout")
                        .status())
                .isEqualTo(5);
    }
}
