package dev.bulla.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.bulla.oci.Digest;
import dev.bulla.oci.Namespace;
import dev.bulla.oci.Place;
import dev.bulla.oci.Reference;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RealRegistry;
import dev.bulla.testkit.SimulatedPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A signed bundle whose place loses parts of what speaks for it: the same verdict while one of TUF repository and capsule is
 * left, a refusal when none is, for consumers with and without memory (threats.md section 6, step 9).
 */
class SurvivalIT {
    private static final Instant NOW = SimulatedPublisher.NOW;

    @TempDir
    Path folder;

    private final Places places = Places.standard(Map.of(), InstantSource.fixed(NOW));

    /** Where the bundle is. */
    enum Where {
        REAL_REGISTRY,
        REFERRERS_API,
        LAYOUT
    }

    /** A namespace with one signed bundle, and the hammer for it. */
    private record Signed(Reference bundle, Digest root, Digest digest, Demolition hammer) {}

    @Attack("T1")
    @ParameterizedTest
    @EnumSource(Where.class)
    void withEveryAttachmentGoneTheTufRepositorySpeaks(Where where) {
        try (LoopbackRegistry loopback = LoopbackRegistry.start()) {
            Signed signed = signed(where, loopback);
            Trust remembering = remembering(signed);

            signed.hammer().attachments(signed.digest().toString());

            assertThat(attached(signed, remembering)).isFalse();
            assertThat(attached(signed, pinned(signed, "new"))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    void withTheTufRepositoryGoneTheCapsuleSpeaks(Where where) {
        try (LoopbackRegistry loopback = LoopbackRegistry.start()) {
            Signed signed = signed(where, loopback);
            Trust remembering = remembering(signed);
            Trust pinned = pinned(signed, "new");

            signed.hammer().trustRepository();

            assertThat(attached(signed, remembering)).isTrue();
            assertThat(attached(signed, pinned)).isTrue();
        }
    }

    @Attack("T1")
    @ParameterizedTest
    @EnumSource(Where.class)
    void withBothGoneItIsUnsignedAndNeverAPass(Where where) {
        try (LoopbackRegistry loopback = LoopbackRegistry.start()) {
            Signed signed = signed(where, loopback);
            Trust remembering = remembering(signed);
            Trust pinned = pinned(signed, "new");

            signed.hammer().trustRepository();
            signed.hammer().attachments(signed.digest().toString());

            assertThat(refused(signed, remembering)).isEqualTo(ReasonCode.UNSIGNED_REQUIRED);
            assertThat(refused(signed, pinned)).isEqualTo(ReasonCode.UNSIGNED_REQUIRED);
            assertThat(refused(signed, Trust.in(places, folder.resolve("stranger"))))
                    .isEqualTo(ReasonCode.NO_TRUST_ROOT);
        }
    }

    private Verdict verdict(Signed signed, Trust trust) {
        return Verifier.of(places).verify(signed.bundle(), trust, NOW);
    }

    /** Whether the roles came with the artifact; it has to be trusted. */
    private boolean attached(Signed signed, Trust trust) {
        Verdict.Trusted trusted = verdict(signed, trust).orThrow();
        assertThat(trusted.subject().digest()).isEqualTo(signed.digest());
        return trusted.vouching().orElseThrow().attached();
    }

    private ReasonCode refused(Signed signed, Trust trust) {
        Verdict verdict = verdict(signed, trust);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).reason().code();
    }

    /** A consumer who has verified while all was well. */
    private Trust remembering(Signed signed) {
        Trust trust = pinned(signed, "old");
        assertThat(attached(signed, trust)).isFalse();
        return trust;
    }

    private Trust pinned(Signed signed, String machine) {
        Trust trust = Trust.in(places, folder.resolve(machine));
        trust.add(
                new Trust.Wish(
                        Namespace.of(signed.bundle().place()),
                        Optional.of(signed.root()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NOW);
        return trust;
    }

    private Signed signed(Where where, LoopbackRegistry loopback) {
        String name = "survival-" + System.nanoTime() + "/acme";
        return switch (where) {
            case REAL_REGISTRY ->
                signed(
                        RealRegistry.shared().host() + "/" + name,
                        "/shop:1",
                        new Demolition.InRegistry(RealRegistry.shared().base(), name, "shop"));
            case REFERRERS_API ->
                signed(
                        loopback.host() + "/" + name,
                        "/shop:1",
                        new Demolition.InRegistry(loopback.base(), name, "shop"));
            case LAYOUT ->
                signed("oci:" + folder.resolve("shop"), ":1", new Demolition.InLayout(folder.resolve("shop")));
        };
    }

    private Signed signed(String namespace, String artifact, Demolition hammer) {
        Signer root = TestKeys.seeded("root");
        Signer online = TestKeys.seeded("online");
        Namespaces.At at = Namespaces.At.of(Namespace.parse(namespace));
        Namespaces namespaces =
                new Namespaces(places, Trust.in(places, folder.resolve("publisher")), folder.resolve("pending"));
        Namespaces.Founded founded = namespaces.found(
                at, plan(root.publicKey(), online.publicKey()), List.of(root, online), NOW, lines -> {});
        SmallImages images = new SmallImages(folder.resolve("images"));
        images.add("installer", 100);
        images.add("web", 100);
        Reference bundle = Reference.parse(namespace + artifact);
        Digest digest = Publisher.of(places)
                .pushBundle(
                        Bytes.copyOf(images.bundle()),
                        bundle,
                        List.of(new Place.LayoutPlace(folder.resolve("images"), false)))
                .artifact()
                .digest();
        namespaces.release(
                at,
                new Namespaces.Release(List.of(bundle), List.of(online), List.of(), Map.of(), Duration.ZERO),
                NOW,
                intents -> {});
        return new Signed(bundle, founded.root(), digest, hammer);
    }

    private static NamespacePlan plan(PublicKey root, PublicKey online) {
        return new NamespacePlan(
                "mvp",
                new NamespacePlan.Holders(List.of(root), 1),
                new NamespacePlan.Holders(List.of(online), 1),
                List.of(online),
                List.of(),
                List.of(),
                Map.of());
    }
}
