package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulla.cnab.Examples;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RawRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thin bundles: what is written is what existing tools write, and the bytes of {@code bundle.json} stay (cnab.md 4). */
class GoldenBundlesIT {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "signy-helloworld,"
                + "c88087935c91817e3421c41794ace533f597428d4a9617bf7a6de5bc4200d8da,188,"
                + "b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268,929",
        "MakeTestBundle,"
                + "122a5dc186ec285488de9d25e99c96a11d3f7ff71c6e05a06c98e8627472a920,189,"
                + "00043ca96c3c9470fc0f647c67613ddf500941556d1ecc14d75bc9b2834f66c3,1360",
        "spec201,"
                + "6ec4fd695cace0e3d4305838fdf9fcd646798d3fea42b3abb28c117f903a6a5f,188,"
                + "55c6da48fe8553696bf3e2c940ea667e2d2fda3d55614a19dbd7d084780c0807,926"
    })
    void section46aDryRunNamesTheBytesThatExistingToolsWrite(
            String name, String configManifest, int configSize, String index, int indexSize) {
        Workshop workshop = new Workshop(folder);
        workshop.write("bundle.json", bundle(name));

        JsonNode answer = workshop.answer("push", "bundle.json", "oci:nothing:1", "--dry-run");

        assertThat(answer.path("digest").asText()).isEqualTo("sha256:" + index);
        assertThat(answer.path("size").asInt()).isEqualTo(indexSize);
        assertThat(answer.path("configManifest").path("digest").asText()).isEqualTo("sha256:" + configManifest);
        assertThat(answer.path("configManifest").path("size").asInt()).isEqualTo(configSize);
        assertThat(answer.path("stored").asBoolean(true)).isFalse();
        assertThat(workshop.at("nothing")).doesNotExist();
        sameAsTheFile("golden/golden-" + name + ".index.json", answer);
        sameAsTheFile("golden/golden-" + name + ".config-manifest.json", answer.path("configManifest"));
        Workshop.figures("golden %s: index sha256:%s, config manifest sha256:%s", name, index, configManifest);
    }

    @Attack("P4")
    @Test
    void floatsAndTextBeyondAsciiComeBackUnchanged() {
        comesBackUnchanged(
                "floats",
                "\"definitions\":{\"half\":{\"default\":0.50,\"maximum\":1E+2,\"type\":\"number\"}},"
                        + "\"description\":\"Grüße aus 東京, \uD83D\uDC19 & <b>\",");
    }

    @Attack("P4")
    @Test
    void membersNobodyKnowsComeBackUnchanged() {
        comesBackUnchanged(
                "unknown",
                " \"x-vendor\" : { \"b\":1,\n\t\"a\":[true , null,\"\\u00e9\\/\"] },\"custom\":{\"com.example\":{\"z\":0}},");
    }

    @Test
    void optionalsThatAreNullComeBackUnchanged() {
        comesBackUnchanged(
                "nulls",
                "\"keywords\":null,\"maintainers\":null,\"parameters\":null,\"credentials\":null,\"custom\":null,"
                        + "\"description\":\"\",");
    }

    private void comesBackUnchanged(String name, String members) {
        Workshop workshop = new Workshop(folder).keys("ann");
        SmallImages images = new SmallImages(workshop.at("images"));
        SmallImages.Image installer = images.add("installer", 100);
        byte[] bundle = ("{" + members + "\"invocationImages\":[{" + installer.members() + "}],\"name\":\"" + name
                        + "\",\"schemaVersion\":\"v1.2.0\",\"version\":\"1.0.0\"}\n")
                .getBytes(StandardCharsets.UTF_8);
        workshop.write("bundle.json", bundle);
        String target = RealRegistry.shared().host() + "/golden/" + name + ":1";

        workshop.run("push", "bundle.json", target, "--images-from", "oci:images");
        workshop.run("sign", target, "--key", "ann");
        workshop.run("pull", target, "--key", "ann", "-o", "pulled");

        assertThat(workshop.read("pulled/bundle.json")).isEqualTo(bundle);
        Workshop.figures("bundle with %s: %d bytes, %s at both ends", name, bundle.length, RawRegistry.digest(bundle));
    }

    private static byte[] bundle(String name) {
        return switch (name) {
            case "signy-helloworld" -> Examples.E1.toByteArray();
            case "MakeTestBundle" -> Examples.E2.toByteArray();
            default -> Examples.E3.toByteArray();
        };
    }

    private static void sameAsTheFile(String path, JsonNode descriptor) {
        Vectors.bytes(path).ifPresent(file -> {
            assertThat(RawRegistry.digest(file.toByteArray()))
                    .isEqualTo(descriptor.path("digest").asText());
            assertThat(file.length()).isEqualTo(descriptor.path("size").asInt());
        });
    }
}
