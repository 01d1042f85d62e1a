package dev.bulla.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.outcome.UsageException;
import dev.bulla.testkit.Attack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How places are named (cli 3); the table of threats T6. */
class ReferenceTest {
    private static final String HEX = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    @Attack("T6")
    @ParameterizedTest(name = "{0} means {1}")
    @CsvSource({
        "alpine, docker.io/library/alpine:latest",
        "alpine:3, docker.io/library/alpine:3",
        "acme/shop, docker.io/acme/shop:latest",
        "acme/deep/shop:1, docker.io/acme/deep/shop:1",
        "docker.io/alpine, docker.io/library/alpine:latest",
        "docker.io/acme/shop:1, docker.io/acme/shop:1",
        "index.docker.io/alpine:3, docker.io/library/alpine:3",
        "index.docker.io:443/alpine:3, docker.io/library/alpine:3",
        "registry-1.docker.io/acme/shop, docker.io/acme/shop:latest",
        "DOCKER.IO/alpine, docker.io/library/alpine:latest",
        "Example.COM/acme/shop:1, example.com/acme/shop:1",
        "example.com:443/acme:1, example.com/acme:1",
        "example.com:0443/acme:1, example.com/acme:1",
        "example.com:8443/acme:1, example.com:8443/acme:1",
        "registry:443/acme:1, registry:443/acme:1",
        "localhost:443/acme:1, localhost/acme:1",
        "example.com/shop:V1_x, example.com/shop:V1_x",
        "localhost/shop, localhost/shop:latest",
        "LocalHost/shop, localhost/shop:latest",
        "localhost:5000/shop:1, localhost:5000/shop:1",
        "127.0.0.1:5000/a/b:1, 127.0.0.1:5000/a/b:1",
        "[::1]:5000/shop:1, [::1]:5000/shop:1",
        "xn--bcher-kva.example/shop, xn--bcher-kva.example/shop:latest",
        "example.com/a_b/c__d/e-f/g--h/i.j, example.com/a_b/c__d/e-f/g--h/i.j:latest"
    })
    void registryReferencesHaveOneSpelling(String written, String meant) {
        assertThat(Reference.parse(written)).hasToString(meant);
        assertThat(Reference.parse(meant)).isEqualTo(Reference.parse(written));
    }

    @Test
    void aDigestReplacesOrAccompaniesTheTag() {
        assertThat(Reference.parse("example.com/a@sha256:" + HEX)).satisfies(reference -> {
            assertThat(reference.tag()).isEmpty();
            assertThat(reference.digest()).isEqualTo(Digest.parse("sha256:" + HEX));
        });
        assertThat(Reference.parse("example.com:5000/a:1@sha512:" + HEX + HEX)).satisfies(reference -> {
            assertThat(reference.tag()).contains(new Tag("1"));
            assertThat(reference.digest()).isEqualTo(Digest.parse("sha512:" + HEX + HEX));
            assertThat(reference.place()).isEqualTo(new Place.RegistryPlace("example.com:5000", "a"));
        });
    }

    static List<String> wrong() {
        return List.of(
                "",
                ":",
                "/",
                "@",
                ":tag",
                "example.com/",
                "example.com//a",
                "example.com/a/",
                "example.com/A",
                "example.com/a:",
                "example.com/a:-x",
                "example.com/a:.x",
                "example.com/a:x y",
                "example.com/a:tuf/latest",
                "example.com/a:" + "x".repeat(129),
                "example.com/a@",
                "example.com/a@" + HEX,
                "example.com/a@sha256:" + HEX.substring(1),
                "example.com/a@sha1:44136fa355b3678a1146ad16f7e8649e94fb4fc2",
                "example.com/a@SHA256:" + HEX,
                "example.com/a@sha256:" + HEX + ":1",
                "example.com/a@sha256:" + HEX + "@sha256:" + HEX,
                "example.com/a..b",
                "example.com/a___b",
                "example.com/-a",
                "example.com/a/../b",
                "example.com/a%2fb",
                "https://example.com/a",
                "example.com:0/a",
                "example.com:65536/a",
                "example.com:99999/a",
                "example.com:/a",
                "example.com:x/a",
                "-example.com/a",
                "example-.com/a",
                "example..com/a",
                "example.com./a",
                "user@example.com/a",
                "user:secret@example.com/a",
                "bücher.example/a",
                "exam\u0440le.com/a",
                "\u212Aube.example/a",
                "ＬＯＣＡＬＨＯＳＴ:5000/a",
                "local\u017Fhost/a",
                "localho\u017Ft/a",
                "example.com/a\n",
                " example.com/a",
                "example.com/a b",
                "example.com/" + "a".repeat(250),
                "a/".repeat(100_000) + "a");
    }

    @Attack("T6")
    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoReferenceIsAUsageErrorThatSaysSo(String text) {
        assertThatThrownBy(() -> Reference.parse(text)).isInstanceOfSatisfying(UsageException.class, e -> {
            assertThat(e.getMessage()).startsWith("reference '").doesNotContain("\n");
            assertThat(e.getMessage()).hasSizeLessThan(700);
            assertThat(e.hints()).isNotEmpty();
        });
    }

    @Test
    void aMessageCannotTurnTheTerminalRound() {
        assertThatThrownBy(() -> Reference.parse("example.com/\u202Etxt.exe\u001B[2J"))
                .hasMessageNotContainingAny("\u202E", "\u001B");
    }

    @Test
    void theLongestNameIsThatOfTheDistributionSpecification() {
        String longest = "example.com/" + "a".repeat(255 - "example.com/".length());
        assertThat(Reference.parse(longest).place().toString()).hasSize(255);
        assertThatThrownBy(() -> Reference.parse(longest + "a")).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest(name = "{0} is {1} tagged {2}")
    @CsvSource({
        "oci:dir, dir,",
        "oci:dir:v1, dir, v1",
        "oci:/abs/dir:v1, /abs/dir, v1",
        "oci:./dir, ./dir,",
        "oci:../dir:latest, ../dir, latest",
        "oci:with:colon/dir, with:colon/dir,",
        "oci:with:colon/dir:v1, with:colon/dir, v1",
        "oci:at@home/dir, at@home/dir,",
        "oci:at@home:v1, at@home, v1",
        "oci:., .,"
    })
    void layoutDirectoriesAreNamedByPath(String written, String path, String tag) {
        Reference reference = Reference.parse(written);
        assertThat(reference.place()).isEqualTo(new Place.LayoutPlace(Path.of(path), false));
        assertThat(reference.tag()).isEqualTo(Optional.ofNullable(tag).map(Tag::new));
        assertThat(reference.digest()).isEmpty();
    }

    @Test
    void aPathThatEndsInTarIsATarFile() {
        assertThat(Reference.parse("oci:a/b.tar:v1").place())
                .isEqualTo(new Place.LayoutPlace(Path.of("a/b.tar"), true));
        assertThat(Reference.parse("oci:b.tar").place()).isEqualTo(new Place.LayoutPlace(Path.of("b.tar"), true));
        assertThat(Reference.parse("oci:b.tar/sub").place())
                .isEqualTo(new Place.LayoutPlace(Path.of("b.tar/sub"), false));
    }

    @Test
    void aLayoutTakesADigestToo() {
        Reference reference = Reference.parse("oci:dir:v1@sha256:" + HEX);
        assertThat(reference.place()).isEqualTo(new Place.LayoutPlace(Path.of("dir"), false));
        assertThat(reference.tag()).contains(new Tag("v1"));
        assertThat(reference.digest()).isEqualTo(Digest.parse("sha256:" + HEX));
        assertThat(Reference.parse("oci:dir@sha256:" + HEX).tag()).isEmpty();
    }

    static List<String> wrongLayouts() {
        return List.of(
                "oci:",
                "oci::v1",
                "oci:dir:",
                "oci:dir:-v1",
                "oci:dir:a b",
                "oci:@sha256:" + HEX,
                "oci:dir@sha256:" + HEX.substring(1),
                "oci:dir@sha256:abc",
                "oci:dir@SHA256:" + HEX,
                "oci:dir@sha1:44136fa355b3678a1146ad16f7e8649e94fb4fc2",
                "oci:a\u0000b");
    }

    @ParameterizedTest
    @MethodSource("wrongLayouts")
    void aLayoutReferenceWithASlipIsNotTakenForAnother(String text) {
        assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(UsageException.class);
    }

    @Test
    void tagAndDigestCanBeExchanged() {
        Digest digest = Digest.parse("sha256:" + HEX).orElseThrow();
        Reference reference = Reference.parse("example.com/a:1");
        assertThat(reference.withDigest(digest)).hasToString("example.com/a@sha256:" + HEX);
        assertThat(reference.withDigest(digest).withTag(new Tag("2"))).hasToString("example.com/a:2");
        assertThat(Reference.parse("oci:dir:v1")).hasToString("oci:dir:v1");
    }
}
