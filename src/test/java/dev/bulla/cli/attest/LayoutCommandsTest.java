package dev.bulla.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.crypto.KeyKind;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Fields;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code in-toto layout new}, {@code sign} and {@code show}. */
class LayoutCommandsTest {
    private static final LocalSigner ONE = TestKeys.seeded("owner one");
    private static final LocalSigner TWO = TestKeys.seeded(KeyKind.ECDSA_P384, "owner two");
    private static final LocalSigner CI = TestKeys.seeded("ci");

    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void yard() {
        yard = new Yard(folder).key("one", ONE).key("two", TWO).key("ci", CI);
    }

    private void draft(String... more) {
        String[] words = Stream.concat(
                        Stream.of("in-toto", "layout", "new", "--functionary", "ci", "-o", "root.layout"),
                        Stream.of(more))
                .toArray(String[]::new);
        yard.done(words);
    }

    @Test
    void theTemplateForBundlesHasItsFourStepsAndIsSignedByNobody() {
        draft();

        String shown = yard.done("in-toto", "layout", "show", "root.layout");

        assertThat(shown)
                .contains("step tag\n", "step build\n", "step bundle\n", "step push\n", "signed by nobody: a draft")
                .contains("  materials  MATCH bundle.json WITH PRODUCTS FROM bundle\n")
                .contains("  by  1 of " + CI.keyId().value());
        assertThat(yard.run("in-toto", "layout", "show", "root.layout", "--layout-key", Yard.publicKey("one"))
                        .status())
                .isEqualTo(1);
    }

    @Test
    void ownersSignOneAfterAnotherAndTheWholeLayoutIsShownBefore() {
        draft();

        Run first = yard.run("in-toto", "layout", "sign", "root.layout", "--key", "one");
        assertThat(first.err())
                .contains(
                        "will sign this layout:",
                        "step push",
                        "with key " + ONE.keyId().value());
        yard.done("in-toto", "layout", "sign", "root.layout", "--key", "two");

        Fields shown = yard.answer(
                "in-toto",
                "layout",
                "show",
                "root.layout",
                "--layout-key",
                Yard.publicKey("one"),
                "--layout-key",
                Yard.publicKey("two"));
        assertThat(shown.each("signatures", (each, i) -> each.bool("verified")))
                .hasSize(4)
                .containsOnly(true);
        Fields half = yard.answer("in-toto", "layout", "show", "root.layout", "--layout-key", Yard.publicKey("one"));
        assertThat(half.each("signatures", (each, i) -> each.bool("verified")))
                .containsExactly(true, true, false, false);
        assertThat(yard.run("in-toto", "layout", "show", "root.layout", "--layout-key", Yard.publicKey("ci"))
                        .err())
                .contains("the layout is not signed by");
    }

    @Test
    void aDraftMayBeEditedAndASignedLayoutMayNot() {
        draft();
        String text = yard.read("root.layout").asUtf8().orElseThrow();
        yard.write("root.layout", text.replace("\"readme\": \"\"", "\"readme\": \"edited\""));
        yard.done("in-toto", "layout", "sign", "root.layout", "--key", "one", "--envelope", "metablock");
        String signed = yard.read("root.layout").asUtf8().orElseThrow();
        assertThat(signed).contains("\"readme\":\"edited\"");

        yard.write("root.layout", signed.replace("edited", "changed"));

        assertThat(yard.run("in-toto", "layout", "show", "root.layout", "--layout-key", Yard.publicKey("one"))
                        .status())
                .isEqualTo(1);
    }

    @Test
    void aDraftThatNoVerifierWouldAcceptIsNotSigned() {
        draft();
        String text = yard.read("root.layout").asUtf8().orElseThrow();
        yard.write("root.layout", text.replace("\"threshold\": 1", "\"threshold\": 2"));

        Run run = yard.run("in-toto", "layout", "sign", "root.layout", "--key", "one");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("only 1 distinct usable keys");
        assertThat(yard.read("root.layout").asUtf8().orElseThrow()).doesNotContain("signatures");
    }

    @Test
    void thresholdsAndExpiryAreTakenFromTheCall() {
        yard.done(
                "in-toto",
                "layout",
                "new",
                "--functionary",
                "build=one",
                "--functionary",
                "build=two",
                "--functionary",
                "ci",
                "--threshold",
                "build=2",
                "--expires",
                "2027-01-02",
                "-o",
                "two.layout");

        String shown = yard.done("in-toto", "layout", "show", "two.layout");

        assertThat(shown)
                .contains("expires 2027-01-02T00:00:00Z")
                .contains(
                        "  by  2 of " + ONE.keyId().value() + ", " + TWO.keyId().value());
    }

    @Test
    void wrongCallsEndWithTwo() {
        draft();

        assertThat(layout("new", "--functionary", "ci", "-o", "root.layout")).isEqualTo(2);
        assertThat(layout("new", "-o", "other")).isEqualTo(2);
        assertThat(layout("new", "--functionary", "tag=ci", "-o", "other")).isEqualTo(2);
        assertThat(layout("new", "--functionary", "ci", "--template", "none", "-o", "other"))
                .isEqualTo(2);
        assertThat(layout("new", "--functionary", "ci", "--template", "chain", "-o", "other"))
                .isEqualTo(2);
        assertThat(layout("new", "--functionary", "ci", "--threshold", "none=1", "-o", "other"))
                .isEqualTo(2);
        assertThat(layout("new", "--functionary", "ci", "--expires", "2020-01-01", "-o", "other"))
                .isEqualTo(2);
        assertThat(layout("sign", "root.layout")).isEqualTo(2);
        assertThat(layout("sign", "root.layout", "--key", "one", "--envelope", "statement"))
                .isEqualTo(2);
        assertThat(layout("show", "none")).isEqualTo(5);
        assertThat(yard.has("other")).isFalse();
    }

    private int layout(String... words) {
        String[] all =
                Stream.concat(Stream.of("in-toto", "layout"), Stream.of(words)).toArray(String[]::new);
        return yard.run(all).status();
    }
}
