package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Parallel;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.RawRegistry;
import dev.bulla.testkit.RealRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The collector of a real registry runs after each kind of publication; what was published before verifies on a machine
 * that has never seen it, with the level it had (oci-graph section 6, threats T28).
 */
class GarbageCollectionIT {
    @TempDir
    Path folder;

    private final Map<String, String> published = new LinkedHashMap<>();
    private final List<String> kinds = new ArrayList<>();
    private int machines;

    private TestWorld world(String machine) {
        return TestWorld.in(folder)
                .with(Variable.BULLA_CONFIG_DIR, folder.resolve(machine).toString())
                .with(
                        Variable.BULLA_CACHE_DIR,
                        folder.resolve(machine + "-cache").toString())
                .with(Variable.BULLA_PASSPHRASE, "acceptance only");
    }

    private Run run(TestWorld world, String... words) {
        Run run = world.run(words);
        assertThat(run.status())
                .as("bulla %s%n%s%s", String.join(" ", words), run.out(), run.err())
                .isZero();
        return run;
    }

    private JsonNode json(TestWorld world, String... words) {
        return Workshop.json(run(
                        world,
                        Stream.concat(Stream.of(words), Stream.of("--format", "json"))
                                .toArray(String[]::new))
                .out());
    }

    /** A publisher who does all that can be done; after each step the collector runs. */
    private final class Publisher {
        private final RealRegistry registry;
        private boolean untagged;
        private final TestWorld world;
        private final String acme;
        private final String shop;
        private Duration later = Duration.ZERO;

        Publisher(RealRegistry registry) {
            this.registry = registry;
            this.world = world("publisher");
            this.acme = registry.host() + "/acme";
            this.shop = acme + "/shop:1";
        }

        /** From now on, and with the collector that this is for. */
        void recommended(String mode) {
            world.with(Variable.BULLA_PIN, mode);
            untagged = true;
        }

        private void does(String... command) {
            run(world, command);
            collected(command[0]);
        }

        private void collected(String... after) {
            kinds.addAll(List.of(after));
            if (untagged) {
                registry.collectGarbageAndUntagged();
            } else {
                registry.collectGarbage();
            }
            everythingVerifies();
        }

        /** On machines that have nothing but the root, and with every byte: what a head encloses could speak for what is gone. */
        private void everythingVerifies() {
            published.forEach((reference, level) -> {
                JsonNode verdict = json(consumer(reference), "verify", reference, "--deep");
                assertThat(verdict.path("verdict").asText()).isEqualTo("trusted");
                assertThat(verdict.path("level").asText()).as(reference).isEqualTo(level);
            });
        }

        private TestWorld consumer(String reference) {
            String namespace = reference.substring(0, reference.lastIndexOf('/'));
            TestWorld machine = at(world("machine-" + machines++));
            run(machine, "trust", "add", namespace, "--same-as", acme, "--root", "tree/1.root.json");
            return machine;
        }

        void founds() throws IOException, GeneralSecurityException {
            SmallImages images = new SmallImages(folder.resolve("images"));
            images.add("installer", 100);
            images.add("web", 100);
            Files.write(folder.resolve("bundle.json"), images.bundle());
            for (String key : List.of("root", "release", "apps", "enclave")) {
                // not encrypted: deriving keys from a passphrase would be most of what is computed here
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                key(key + ".key", "PRIVATE KEY", pair.getPrivate());
                key(key + ".pub", "PUBLIC KEY", pair.getPublic());
            }
            run(world, "init", acme, "--root-key", "root", "--key", "release");
            run(world, "export", acme, "--tuf-tree", "tree");
            statement();
        }

        private void key(String name, String label, Key key) throws IOException {
            Path file = folder.resolve("publisher/keys").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, Workshop.pem(label, key.getEncoded()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }

        void publishesTheBundle() {
            published.clear(); // not before it is signed
            does("push", "bundle.json", shop, "--images-from", "oci:images");
            does("sign", shop, "--key", "release");
            published.put(
                    shop, json(consumer(shop), "verify", shop).path("level").asText());
        }

        void publishesTheRest() {
            does("attest", shop, "--statement", "statement.json");
            does("receipt", "create", shop, "--sign-key", "enclave");
            String paths = acme + "/app-*:*";
            String role = "role add " + acme + " targets/apps --key apps --paths " + paths
                    + " --sign-key release --sign-key apps --yes";
            does(role.split(" "));
            later = Duration.ofDays(5);
            at(world);
            does("refresh", acme, "--key", "release");
            String copied = registry.host() + "/mirror/shop:1";
            String imported = registry.host() + "/enclave/shop:1";
            TestWorld importer = consumer(imported).with(Variable.BULLA_PIN, "tags");
            run(world, "export", shop, "shop.tar");
            List.of(copied, imported).forEach(reference -> published.put(reference, published.get(shop)));
            new Parallel(2)
                    .each(
                            List.<Runnable>of(
                                    () -> run(world, "copy", shop, copied),
                                    () -> run(importer, "import", "shop.tar", imported)),
                            Runnable::run);
            collected("copy", "import");
            published
                    .keySet()
                    .forEach(reference -> run(consumer(reference), "pull", reference, "-o", "pulled-" + machines++));
        }

        boolean holds(String digest) {
            return new RawRegistry(registry.base(), "acme/shop")
                            .manifest(digest)
                            .status()
                    == 200;
        }

        private TestWorld at(TestWorld machine) {
            return machine.at(TestWorld.NOW.plus(later));
        }

        private void statement() throws IOException {
            Files.writeString(folder.resolve("predicate.json"), "{\"tested\":true}");
            run(
                    world,
                    "attest",
                    "statement",
                    "--predicate-type",
                    "https://example.com/tested/v1",
                    "--predicate",
                    "predicate.json",
                    "--subject",
                    "bundle.json",
                    "--key",
                    "release",
                    "-o",
                    "statement.json");
        }
    }

    @Attack("T28")
    @Test
    void t28_inTheRecommendedModeACollectorOfUntaggedManifestsTakesNothingThatIsPublished()
            throws IOException, GeneralSecurityException {
        long start = System.nanoTime();
        try (RealRegistry registry = RealRegistry.fresh()) {
            Publisher publisher = new Publisher(registry);
            publisher.founds();
            carriersAreKeptByAPlainCollectorAndWhatTheOtherTakesIsForetold(publisher);

            String mode = json(world("doctor"), "doctor", registry.host())
                    .path("pin")
                    .path("mode")
                    .asText();
            assertThat(mode).isEqualTo("tags");
            publisher.recommended(mode);
            publisher.publishesTheBundle(); // what was taken comes back
            publisher.publishesTheRest();
        }
        Workshop.figures(
                "garbage collection after %s: everything verifies, %.1f s", kinds, Workshop.secondsSince(start));
    }

    private void carriersAreKeptByAPlainCollectorAndWhatTheOtherTakesIsForetold(Publisher publisher) {
        publisher.publishesTheBundle();
        JsonNode foretold = json(publisher.world, "doctor", publisher.shop, "--gc");
        List<String> taken = new ArrayList<>();
        foretold.path("untagged").forEach(one -> taken.add(one.path("digest").asText()));
        assertThat(taken).hasSize(foretold.path("manifests").asInt() - 1);
        assertThat(foretold.path("unlisted")).isEmpty();

        publisher.registry.collectGarbageAndUntagged();

        assertThat(taken).noneMatch(publisher::holds);
        assertThat(publisher.holds(foretold.path("digest").asText())).isTrue();
        Run refused = publisher.consumer(publisher.shop).run("verify", publisher.shop, "--deep");
        assertThat(refused.status()).as(refused.out() + refused.err()).isEqualTo(1);
    }
}
