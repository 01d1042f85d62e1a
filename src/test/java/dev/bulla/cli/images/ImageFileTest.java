package dev.bulla.cli.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The value of a key {@code image} is found wherever it stands, and nothing else is touched. */
class ImageFileTest {
    private static ImageFile read(String text) {
        return ImageFile.read(Bytes.utf8(text), "f");
    }

    private static String found(String text) {
        StringBuilder found = new StringBuilder();
        for (ImageReference one : read(text).references()) {
            found.append(found.isEmpty() ? "" : " ")
                    .append(one.line())
                    .append(':')
                    .append(one.text());
        }
        return found.toString();
    }

    @Test
    void kubernetesManifestsOfSeveralDocuments() {
        assertThat(found("""
                apiVersion: apps/v1 # image: not/this:1
                kind: Deployment
                spec:
                  template:
                    spec:
                      initContainers:
                      - image: a.example/init:1   # keep
                        name: "image: not/this:2"
                      containers:
                        - name: web
                          image: 'a.example/web:1'
                          args: ["--image", "image: no", {image: a.example/flow:1, x: "y"}]
                ---
                image: "a.example/second:1"
                """))
                .isEqualTo("7:a.example/init:1 11:a.example/web:1 12:a.example/flow:1 14:a.example/second:1");
    }

    @Test
    void composeAndBlocksOfTextThatOnlyLookLikeIt() {
        assertThat(found("""
                services:
                  web:
                    image: &web a.example/web:1
                    command: |
                      image: in/a/script:1

                      image: in/a/script:2
                    environment: >-
                      image: folded:1
                  db:
                    image:
                      a.example/db:1
                list:
                - |
                  image: in/a/list:1
                - image: a.example/last:1
                """)).isEqualTo("3:a.example/web:1 12:a.example/db:1 16:a.example/last:1");
    }

    @Test
    void jsonAsCnabHasIt() {
        assertThat(
                        found(
                                "{\"images\":{\"web\":{\"image\":\"a.example/web:1\",\"size\":3}},\n"
                                        + "\"invocationImages\":[{\"image\" :\n \"a.example/run:1\"}],\"note\":\"\\\"image\\\": \\\"no\\\"\"}"))
                .isEqualTo("1:a.example/web:1 3:a.example/run:1");
    }

    @ParameterizedTest
    @CsvSource({
        "a.example/web:1, a.example/web",
        "a.example:5000/web, a.example:5000/web",
        "a.example:5000/web:1@sha256:00, a.example:5000/web",
        "web, web"
    })
    void theRepositoryIsWhatIsLeftWithoutTagAndDigest(String reference, String repository) {
        assertThat(read("image: " + reference).references().get(0).repository()).isEqualTo(repository);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: *web",
                "image: ${REGISTRY}/web:1",
                "image: {{ .Values.image }}",
                "image: \"{{ .Values.image }}\"",
                "image: |\n  a/b:1",
                "image: \"a\\u002fb:1\"",
                "image: two words",
                "image: \"open"
            })
    void whatCannotBeChangedInPlaceIsRefusedWithItsLine(String text) {
        assertThatThrownBy(() -> read("x: 1\n" + text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("f:2: the file ");
    }

    @Test
    void noTextAndTooMuchOfItAreRefused() {
        assertThatThrownBy(() -> ImageFile.read(Bytes.copyOf(new byte[] {(byte) 0xff, 0}), "f"))
                .hasMessage("f is no text in UTF-8");
        assertThatThrownBy(() -> read("[".repeat(100))).hasMessageContaining("nested deeper than 64");
        assertThatThrownBy(() -> read("- image: a/b:1\n".repeat(1001))).hasMessageContaining("more than 1000");
    }

    @Test
    void aValueThatIsNoStringIsLeftAloneAndTold() {
        ImageFile chart = read("image:\n  repository: a/b\n  tag: 1\nother: {image: {x: 1}, image: ~}\nimage:\n- 1\n");

        assertThat(chart.references()).isEmpty();
        assertThat(chart.leftAlone())
                .hasSize(4)
                .first()
                .isEqualTo("f:1: the value of image is no string and was left alone");
    }

    @Test
    void everyOtherByteStays() {
        String text = "\uFEFF# über\r\nimage:   'a/b:1'  # \u00fc\r\n\r\nx: {image: c/d:2 , y: [ ] }";
        ImageFile file = read(text);
        Map<ImageReference, String> pins = new LinkedHashMap<>();
        file.references().forEach(one -> pins.put(one, one.repository() + "@D"));

        assertThat(file.with(Map.of())).isEqualTo(Bytes.utf8(text));
        assertThat(file.with(pins))
                .isEqualTo(Bytes.utf8(text.replace("a/b:1", "a/b@D").replace("c/d:2", "c/d@D")));
    }

    @Test
    void anythingIsReadOrRefusedAndNothingElseHappens() {
        String alphabet = "image: {}[]'\"|>-#&*!,?%\n  a/b:1\\";
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(
                        random.nextInt(4) == 0
                                ? "image: "
                                : alphabet.substring(random.nextInt(alphabet.length()))
                                        .substring(0, 1));
            }
            try {
                ImageFile file = read(text.toString());
                assertThat(file.with(Map.of())).as("seed " + seed).isEqualTo(Bytes.utf8(text.toString()));
            } catch (UsageException e) {
                assertThat(e).as("seed " + seed).hasMessageStartingWith("f:");
            }
        }
    }
}
