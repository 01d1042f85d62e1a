package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.Connection;
import dev.bulla.NamespacePlan;
import dev.bulla.Namespaces;
import dev.bulla.Places;
import dev.bulla.Publisher;
import dev.bulla.Trust;
import dev.bulla.Verdict;
import dev.bulla.Verifier;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.testkit.RealRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One pinned root for many bundles of one namespace in one registry, with few keys, and nothing but that registry is
 * contacted by publisher and consumer.
 */
class NamespaceScaleIT {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    /** Root 2 of 3, targets 2 of 2, releases, online. */
    private static final int KEYS = 7;

    @TempDir
    Path folder;

    private final Set<String> hosts = ConcurrentHashMap.newKeySet();

    private Places places() {
        Connection connection = new Connection(
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Connection.DEFAULT_TIMEOUT,
                () -> NOW,
                this::contacted);
        return new Places(connection);
    }

    /** Every exchange is traced with its address. */
    private void contacted(String line) {
        int address = line.indexOf("://");
        if (address >= 0) {
            int end = line.indexOf('/', address + 3);
            hosts.add(end < 0 ? line.substring(address + 3) : line.substring(address + 3, end));
        }
    }

    private static List<PublicKey> publicHalves(List<Signer> signers) {
        return signers.stream().map(Signer::publicKey).toList();
    }

    private List<Reference> pushed(String namespace, int bundles) {
        SmallImages images = new SmallImages(folder.resolve("images"));
        images.add("installer", 100);
        images.add("web", 100);
        String bundle = new String(images.bundle(), StandardCharsets.UTF_8);
        Publisher publisher = new Publisher(places(), 3, Progress.NONE);
        List<Reference> artifacts = new ArrayList<>();
        for (int i = 1; i <= bundles; i++) {
            Reference target = Reference.parse(namespace + "/shop" + i + ":1.0.0");
            publisher.pushBundle(
                    Bytes.utf8(bundle.replace("\"hello\"", "\"hello" + i + "\"")),
                    target,
                    List.of(new Place.LayoutPlace(folder.resolve("images"), false)));
            artifacts.add(target);
        }
        return artifacts;
    }

    @Test
    void onePinnedRootVerifiesEveryBundleOfANamespaceAndOnlyTheRegistryIsContacted() {
        List<Signer> roots = List.of(TestKeys.seeded("r1"), TestKeys.seeded("r2"), TestKeys.seeded("r3"));
        List<Signer> targets = List.of(TestKeys.seeded("t1"), TestKeys.seeded("t2"));
        Signer releases = TestKeys.seeded("releases");
        Signer online = TestKeys.seeded("online");
        List<Signer> all = new ArrayList<>(roots);
        all.addAll(targets);
        all.addAll(List.of(releases, online));
        String name = RealRegistry.shared().host() + "/scale-" + System.nanoTime();
        Namespaces.At at = Namespaces.At.of(Namespace.parse(name));
        Trust publishing = new Trust(places(), folder.resolve("publisher"), Optional.empty());
        Namespaces namespaces = new Namespaces(places(), publishing, folder.resolve("pending"));
        List<Reference> artifacts = pushed(name, Scale.bundles());
        Namespaces.Founded founded = namespaces.found(
                at,
                new NamespacePlan(
                        "namespace",
                        new NamespacePlan.Holders(publicHalves(roots), 2),
                        new NamespacePlan.Holders(publicHalves(targets), 2),
                        publicHalves(List.of(online)),
                        publicHalves(List.of(releases)),
                        List.of(),
                        Map.of()),
                all,
                NOW,
                lines -> {});
        long start = System.nanoTime();
        namespaces.release(
                at,
                new Namespaces.Release(artifacts, List.of(releases), List.of(online), Map.of(), Duration.ZERO),
                NOW,
                intents -> {});
        long signed = System.nanoTime();

        Trust consumer = new Trust(places(), folder.resolve("consumer"), Optional.empty());
        consumer.add(
                new Trust.Wish(
                        at.namespace(),
                        Optional.of(founded.root()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NOW);
        Verifier verifier = new Verifier(places(), false, Progress.NONE);
        for (Reference artifact : artifacts) {
            assertThat(verifier.verify(artifact, consumer, Optional.empty(), NOW))
                    .as(artifact.toString())
                    .isInstanceOf(Verdict.Trusted.class);
        }
        System.out.println(artifacts.size() + " bundles, " + all.size() + " keys, one root: signed in "
                + (signed - start) / 1_000_000 + " ms, verified in " + (System.nanoTime() - signed) / 1_000_000
                + " ms, hosts " + hosts);
        assertThat(all).hasSizeLessThanOrEqualTo(KEYS);
        assertThat(hosts).containsExactly(RealRegistry.shared().host());
    }
}
