package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CNAB template with real content: from a commit to a bundle in an image layout. */
class CnabPipelineTest {
    private static final Path HELLO = Path.of("src", "test", "resources", "fixtures", "hello");
    private static final LocalSigner OWNER = TestKeys.seeded("owner");
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final LocalSigner CI = TestKeys.seeded("ci");

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void aRepositoryAndALayout() throws IOException {
        yard = new Yard(folder).key("owner", OWNER).key("ann", ANN).key("ci", CI);
        yard.done("in-toto", "layout", "new", "--functionary", "tag=ann", "--functionary", "ci", "-o", "root.layout");
        yard.done("in-toto", "layout", "sign", "root.layout", "--key", "owner");
        for (String file : List.of("installer.sh", "web.sh")) {
            yard.write("source/" + file, Files.readString(HELLO.resolve(file)));
        }
        git("init", "--quiet");
        git("add", ".");
        git("-c", "user.name=ann", "-c", "user.email=ann@shop.example", "commit", "--quiet", "-m", "m");
        yard.write("source/bundle.json", Files.readString(HELLO.resolve("bundle.json")));
    }

    private void git(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "git";
        System.arraycopy(words, 0, all, 1, words.length);
        assertThat(Program.of(all).in(folder.resolve("source")).run().exitCode())
                .isZero();
    }

    private void tag() {
        yard.done("attest", "git", "--step", "tag", "--key", "ann", "--repository", "source", "--link-dir", "links");
    }

    private void start(String step, String... materials) {
        record("start", step, "--material", materials);
    }

    private void stop(String step, String... products) {
        record("stop", step, "--product", products);
    }

    private void record(String verb, String step, String flag, String... names) {
        List<String> words = new ArrayList<>(List.of(
                "attest", "record", verb, "--step", step, "--key", "ci", "--base", "source", "--link-dir", "links"));
        for (String name : names) {
            words.addAll(List.of(flag, name));
        }
        yard.done(words.toArray(new String[0]));
    }

    private String image(String name) {
        String place = "oci:images:" + name;
        yard.done(
                "push",
                "source/" + name + ".sh",
                place,
                "--artifact-type",
                "application/vnd.example.script.v1",
                "--media-type",
                "text/x-shellscript");
        return place;
    }

    private void build() {
        start("build", "installer.sh", "web.sh");
        stop("build", image("installer"), image("web"));
    }

    private void bundle() {
        start("bundle", "oci:images:installer", "oci:images:web");
        stop("bundle", "bundle.json");
    }

    private void push() {
        start("push", "bundle.json");
        yard.done("push", "source/bundle.json", "oci:shop:1.0.0", "--images-from", "oci:images");
        stop("push", "bundle.json", "oci:shop:1.0.0");
    }

    private Run verify() {
        return yard.run(
                "in-toto",
                "verify",
                "--layout",
                "root.layout",
                "--layout-key",
                Yard.publicKey("owner"),
                "--link-dir",
                "links");
    }

    @Test
    void aCommitThatIsBuiltBundledAndPushedIsAccepted() {
        tag();
        build();
        bundle();
        push();

        Run run = verify();

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("accepted: 4 steps").contains("  tag  signed " + ANN.keyId());
    }

    @Test
    void aBuildOfAFileThatWasChangedAfterTheTagIsRefused() throws IOException {
        tag();
        yard.write("source/web.sh", "echo evil");
        start("build", "installer.sh", "web.sh");
        yard.write("source/web.sh", Files.readString(HELLO.resolve("web.sh")));
        stop("build", image("installer"), image("web"));
        bundle();
        push();

        assertThat(verify().err()).contains("step 'build'", "'web.sh'");
    }

    @Test
    void aBundleOfAnImageThatTheBuildDidNotMakeIsRefused() {
        tag();
        build();
        yard.write("source/other.sh", "echo other");
        start("bundle", "oci:images:installer", image("other"));
        stop("bundle", "bundle.json");
        push();

        assertThat(verify().err()).contains("step 'bundle'", "'pkg:oci/images@sha256:");
    }

    @Test
    void aPushOfAnotherBundleIsRefused() {
        tag();
        build();
        bundle();
        yard.write("source/bundle.json", "{}");
        start("push", "bundle.json");
        stop("push", "bundle.json");

        assertThat(verify().err()).contains("step 'push'", "'bundle.json'");
    }
}
