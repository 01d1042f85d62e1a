package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.PlainHttp.Answer;
import dev.bulla.testkit.Program;
import dev.bulla.testkit.Program.Outcome;
import dev.bulla.testkit.RawRegistry;
import dev.bulla.testkit.RealRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tool does that copies tags and knows nothing of attachments (oci-graph.md sections 7 and 8). */
class OtherCopiersIT {
    @TempDir
    Path folder;

    private final RealRegistry registry = RealRegistry.shared();
    private final String id = Long.toString(System.nanoTime(), 36);
    private final String source = "copiers-" + id + "/source";
    private final String target = "copiers-" + id + "/target";
    private final Copier copier = skopeoIsHere() ? new Skopeo() : new PlainCopier();
    private Workshop workshop;

    @BeforeEach
    void aSignedBundle() {
        workshop = new Workshop(folder).keys("ann", "ben");
        SmallImages images = new SmallImages(workshop.at("images"));
        images.add("installer", 2000);
        images.add("web", 9000);
        workshop.write("bundle.json", images.bundle());
        workshop.run("push", "bundle.json", at(source), "--images-from", "oci:images");
        workshop.run("sign", at(source), "--key", "ann", "--key", "ben");
    }

    @Attack("C")
    @Test
    void section8theTagAndItsCarrierAreEnoughToVerifyElsewhere() {
        copier.copy("1.0.0");
        copier.copy("1.0.0.signed");

        String trusted = workshop.run("verify", at(target), "--key", "ann", "--key", "ben", "--threshold", "2");

        assertThat(trusted).startsWith("trusted");
        assertThat(copier.addressOf(target)).isEqualTo(copier.addressOf(source));
        Workshop.figures(
                "%s copied tag and carrier: %s",
                copier, trusted.lines().findFirst().orElseThrow());
    }

    @Attack("C")
    @Test
    void theTagAloneIsUnsignedElsewhereAndTheHintSaysWhy() {
        copier.copy("1.0.0");

        Outcome outcome = workshop.expect(3, "verify", at(target), "--key", "ann");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines().findFirst().orElseThrow()).startsWith("bulla: unsigned: ");
        assertThat(outcome.err()).contains("bulla: hint: ").contains("bulla copy");
        Workshop.figures(
                "%s copied the tag alone: exit 3, %s", copier, outcome.err().replace("\n", " | "));
    }

    @Test
    void whatBullaPushedIsReadAsItIs() {
        JsonNode tree = workshop.answer("tree", at(source));

        assertThat(copier.addressOf(source))
                .isEqualTo(
                        tree.path("artifact").path("descriptor").path("digest").asText());
        Workshop.figures("%s reads %s", copier, copier.addressOf(source));
    }

    private String at(String repository) {
        return registry.host() + "/" + repository + ":1.0.0";
    }

    private static boolean skopeoIsHere() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "skopeo")));
    }

    /** A tool that copies tags. */
    private interface Copier {
        /** Copies what a tag names, and all that is below it, from the source to the target. */
        void copy(String tag);

        /** Digest of the bytes that it reads under the tag, every image below being read too. */
        String addressOf(String repository);
    }

    private final class Skopeo implements Copier {
        @Override
        public void copy(String tag) {
            skopeo(
                    "copy",
                    "--all",
                    "--src-tls-verify=false",
                    "--dest-tls-verify=false",
                    name(source, tag),
                    name(target, tag));
        }

        @Override
        public String addressOf(String repository) {
            String raw = skopeo("inspect", "--raw", "--tls-verify=false", name(repository, "1.0.0"));
            for (JsonNode child : Workshop.json(raw).path("manifests")) {
                String digest = child.path("digest").asText();
                String image = "docker://" + registry.host() + "/" + repository + "@" + digest;
                String read = child.path("annotations")
                                .path("io.cnab.manifest.type")
                                .asText()
                                .equals("config")
                        ? skopeo("inspect", "--raw", "--tls-verify=false", image)
                        : skopeo("inspect", "--tls-verify=false", image);
                assertThat(read).isNotBlank();
            }
            return RawRegistry.digest(raw.getBytes(StandardCharsets.UTF_8));
        }

        private String name(String repository, String tag) {
            return "docker://" + registry.host() + "/" + repository + ":" + tag;
        }

        private String skopeo(String... arguments) {
            String[] command = new String[arguments.length + 2];
            command[0] = "skopeo";
            command[1] = "--insecure-policy";
            System.arraycopy(arguments, 0, command, 2, arguments.length);
            Outcome outcome = Program.of(command).in(folder).run();
            assertThat(outcome.exitCode())
                    .as(String.join(" ", command) + "\n" + outcome.err())
                    .isZero();
            return outcome.out();
        }

        @Override
        public String toString() {
            return "skopeo";
        }
    }

    /** Does what skopeo does, for where there is none: the tag, its children, their blobs, nothing else. */
    private final class PlainCopier implements Copier {
        private final RawRegistry from = new RawRegistry(registry.base(), source);
        private final RawRegistry to = new RawRegistry(registry.base(), target);

        @Override
        public void copy(String tag) {
            move(tag, tag);
        }

        @Override
        public String addressOf(String repository) {
            PlainPlace place = new PlainPlace.InRegistry(registry.base(), repository);
            assertThat(place.missing("1.0.0", Set.of())).isEmpty();
            return RawRegistry.digest(place.manifest("1.0.0").orElseThrow());
        }

        private void move(String reference, String name) {
            Answer answer = from.manifest(reference);
            assertThat(answer.status()).isEqualTo(200);
            JsonNode document = Workshop.json(answer.text());
            for (JsonNode child : document.path("manifests")) {
                String digest = child.path("digest").asText();
                move(digest, digest);
            }
            document.path("layers")
                    .forEach(layer -> moveBlob(layer.path("digest").asText()));
            if (document.has("config")) {
                moveBlob(document.path("config").path("digest").asText());
            }
            Answer put = to.putManifest(name, answer.header("Content-Type").orElseThrow(), answer.bytes());
            assertThat(put.status()).as(put.text()).isEqualTo(201);
        }

        private void moveBlob(String digest) {
            Answer blob = from.send("GET", "blobs/" + digest);
            assertThat(blob.status()).isEqualTo(200);
            assertThat(to.pushBlob(blob.bytes())).isEqualTo(digest);
        }

        @Override
        public String toString() {
            return "a plain copier (skopeo is not on the PATH)";
        }
    }
}
