package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.intoto.Digests;
import dev.bulla.intoto.KeyIds;
import dev.bulla.intoto.Link;
import dev.bulla.json.Fields;
import dev.bulla.json.Json;
import dev.bulla.testkit.LoopbackRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attest run}, {@code record} and {@code statement} (intoto.md section 11.5). */
class AttestCommandsTest {
    private static final LocalSigner ANN = TestKeys.seeded("ann");
    private static final LocalSigner BEN = TestKeys.seeded(KeyKind.ECDSA_P256, "ben");

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void yard() {
        yard = new Yard(folder).key("ann", ANN).key("ben", BEN).write("src/a", "a");
    }

    private static String id8(LocalSigner signer) {
        return signer.keyId().value().substring(0, 8);
    }

    private static String text(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Text text ? text.value() : "";
    }

    @Test
    void aStepIsRunAndItsLinkSaysWhatWasThereBeforeAndAfter() {
        String file = yard.done(
                "attest",
                "run",
                "--step",
                "build",
                "--key",
                "ann",
                "--material",
                "src",
                "--product",
                "src",
                "--product",
                "out",
                "--link-dir",
                "links",
                "--",
                "sh",
                "-c",
                "echo made; cat src/a > out; rm src/a");

        assertThat(file).endsWith("links/build." + id8(ANN) + ".link");
        Link link = yard.link(file);
        assertThat(link.name()).isEqualTo("build");
        assertThat(link.materials().hashes()).containsOnlyKeys("src/a");
        assertThat(link.products().hashes()).containsOnly(Map.entry("out", Map.of("sha256", Digests.sha256("a"))));
        assertThat(link.command()).containsExactly("sh", "-c", "echo made; cat src/a > out; rm src/a");
        assertThat(link.byproducts().members())
                .containsOnly(
                        Map.entry("return-value", Json.whole(0)),
                        Map.entry("stdout", Json.text("made\n")),
                        Map.entry("stderr", Json.text("")));
        assertThat(link.environment().members()).isEmpty();
        assertThat(yard.signers(file)).containsExactly(ANN.keyId());
    }

    @Test
    void standardOutputIsTheNameOfTheLinkAndTheCommandsOutputGoesToStandardError() {
        Run run = yard.run("attest", "run", "--step", "x", "--key", "ann", "--", "sh", "-c", "echo out; echo err >&2");

        assertThat(run.out().lines()).hasSize(1).allMatch(line -> line.endsWith("x." + id8(ANN) + ".link"));
        assertThat(run.err()).contains("out\n", "err\n", "will sign the link of step x: 0 materials, 0 products");
    }

    @Test
    void theExitCodeOfTheCommandIsHandedOnAndAFailureMakesNoLink() {
        Run run = yard.run("attest", "run", "--step", "x", "--key", "ann", "--", "sh", "-c", "exit 42");

        assertThat(run.status()).isEqualTo(42);
        assertThat(run.err()).contains("ended with status 42; no link was made");
        assertThat(yard.has("x." + id8(ANN) + ".link")).isFalse();

        Run allowed = yard.run(
                "attest", "run", "--step", "x", "--key", "ann", "--allow-failure", "--", "sh", "-c", "exit 42");
        assertThat(allowed.status()).isEqualTo(42);
        assertThat(yard.link(allowed.out().strip()).byproducts().members())
                .containsEntry("return-value", Json.whole(42));
    }

    @Test
    void theEnvironmentIsRecordedByChoiceAndStreamsMayBeLeftOut() {
        Link link = yard.link(yard.done(
                "attest",
                "run",
                "--step",
                "x",
                "--key",
                "ann",
                "--env",
                "GREETING",
                "--no-streams",
                "--",
                "echo",
                "s"));

        assertThat(link.environment())
                .isEqualTo(Json.Obj.empty().with("variables", Json.Obj.empty().with("GREETING", Json.text("hello"))));
        assertThat(text(link.byproducts(), "stdout")).isEmpty();
        assertThat(yard.run("attest", "run", "--step", "x", "--key", "ann", "--env", "NONE", "--", "true")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void theKeyIsOpenedBeforeTheCommandIsRun() {
        yard.write(".config/bulla/keys/ann.key", "no key");

        Run run = yard.run("attest", "run", "--step", "x", "--key", "ann", "--", "touch", "ran");

        assertThat(run.status()).isEqualTo(8);
        assertThat(yard.has("ran")).isFalse();
    }

    @Test
    void ociArtifactsAreNamedWithoutTheirRegistry() {
        yard.write("note.txt", "n");
        Fields pushed =
                yard.answer("push", "note.txt", "oci:Shop:1", "--artifact-type", "application/vnd.shop.note.v1+json");
        String digest = pushed.text("digest");

        Link link = yard.link(
                yard.done("attest", "run", "--step", "push", "--key", "ann", "--product", "oci:Shop:1", "--", "true"));

        assertThat(link.products().hashes())
                .containsOnly(Map.entry("pkg:oci/shop@" + digest, Map.of("sha256", digest.substring(7))));
        assertThat(yard.run("attest", "run", "--step", "p", "--key", "ann", "--product", "oci:Shop:2", "--", "true")
                        .status())
                .isEqualTo(5);
    }

    @Test
    void section11_4_anArtifactHasTheSameNameInARegistryAndInALayout() {
        yard.write("note.txt", "n");
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            String there = registry.host() + "/acme/shop:1";
            yard.done("push", "note.txt", there, "--artifact-type", "application/vnd.shop.note.v1+json");
            yard.done("copy", there, "oci:shop:1");

            Link link = yard.link(yard.done(
                    "attest",
                    "run",
                    "--step",
                    "push",
                    "--key",
                    "ann",
                    "--material",
                    "oci:shop:1",
                    "--product",
                    there,
                    "--",
                    "true"));

            assertThat(link.products()).isEqualTo(link.materials());
            assertThat(link.products().hashes().firstKey()).startsWith("pkg:oci/shop@sha256:");
        }
    }

    @Test
    void aWordThatMayBeAFileOrAReferenceIsNotGuessed() {
        yard.write("out.d/x", "x");

        assertThat(yard.run("attest", "run", "--step", "x", "--key", "ann", "--material", "out.d/x", "--", "true")
                        .err())
                .contains("may be a file or a reference", "write ./out.d/x");
        assertThat(yard.link(yard.done(
                                "attest",
                                "run",
                                "--step",
                                "x",
                                "--key",
                                "ann",
                                "--material",
                                "./out.d/x",
                                "--",
                                "true"))
                        .materials()
                        .hashes())
                .containsOnlyKeys("out.d/x");
    }

    @Test
    void aStepIsRecordedBetweenStartAndStopByOneKey() {
        String unfinished =
                yard.done("attest", "record", "start", "--step", "edit", "--key", "ben", "--material", "src");
        assertThat(unfinished).endsWith(".edit." + id8(BEN) + ".link-unfinished");
        yard.write("src/a", "b");

        Run other = yard.run("attest", "record", "stop", "--step", "edit", "--key", "ann", "--product", "src");
        assertThat(other.status()).isEqualTo(5);

        String file = yard.done("attest", "record", "stop", "--step", "edit", "--key", "ben", "--product", "src");
        Link link = yard.link(file);
        assertThat(link.materials().hashes().get("src/a")).containsEntry("sha256", Digests.sha256("a"));
        assertThat(link.products().hashes().get("src/a")).containsEntry("sha256", Digests.sha256("b"));
        assertThat(yard.has(".edit." + id8(BEN) + ".link-unfinished")).isFalse();
    }

    @Test
    void anUnfinishedLinkThatSomebodyElseWroteOrOfAnotherStepIsNotSigned() {
        yard.done("attest", "record", "start", "--step", "edit", "--key", "ben", "--material", "src");
        String name = "edit." + id8(BEN) + ".link-unfinished";
        yard.write(
                ".other." + id8(BEN) + ".link-unfinished",
                yard.read("." + name).asUtf8().orElseThrow());
        yard.write("." + name, yard.read("." + name).asUtf8().orElseThrow().replace("sig\":\"", "sig\":\"AAAA"));

        Run forged = yard.run("attest", "record", "stop", "--step", "edit", "--key", "ben");
        Run moved = yard.run("attest", "record", "stop", "--step", "other", "--key", "ben");

        assertThat(forged.status()).isEqualTo(1);
        assertThat(forged.err()).contains("not signed by this key");
        assertThat(moved.status()).isEqualTo(1);
        assertThat(moved.err()).contains("another step");
    }

    @Test
    void wrongCallsEndWithTwoAndRunNothing() {
        assertThat(yard.run("attest", "run", "--step", "x", "--key", "ann", "touch", "ran")
                        .status())
                .isEqualTo(2);
        assertThat(yard.run("attest", "run", "--key", "ann", "--", "touch", "ran")
                        .status())
                .isEqualTo(2);
        assertThat(yard.run("attest", "run", "--step", "x", "--", "touch", "ran")
                        .status())
                .isEqualTo(2);
        assertThat(yard.run("attest", "run", "--step", "../x", "--key", "ann", "--", "touch", "ran")
                        .err())
                .contains("begins with a dot");
        assertThat(yard.run("attest", "run", "--step", "x", "--key", "ann", "--envelope", "x", "--", "touch", "ran")
                        .status())
                .isEqualTo(2);
        assertThat(yard.run("attest", "record").status()).isEqualTo(2);
        assertThat(yard.has("ran")).isFalse();
    }

    @Test
    void theOldKeyIdIsUsedWhereTheLayoutKnowsTheKeyByIt() {
        yard.done(
                "in-toto",
                "layout",
                "new",
                "--template",
                "chain",
                "--step",
                "x",
                "--functionary",
                "ann",
                "--old-key-ids",
                "-o",
                "root.layout");
        yard.done("in-toto", "layout", "sign", "root.layout", "--key", "ben");

        String file =
                yard.done("attest", "run", "--step", "x", "--key", "ann", "--layout", "root.layout", "--", "true");

        assertThat(yard.signers(file)).containsExactly(KeyIds.old(ANN.publicKey()));
        assertThat(yard.run("attest", "run", "--step", "x", "--key", "ben", "--layout", "root.layout", "--", "true")
                        .err())
                .contains("does not let this key perform step 'x'");
    }
}
