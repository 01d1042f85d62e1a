package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Signer;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Content;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.Progress;
import dev.bulla.oci.Reference;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RegistryProfile;
import dev.bulla.testkit.loopback.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Pins as the library writes them, on registries that make it hard (oci-graph section 6). */
class PinnedPublishingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final MediaType TEXT = new MediaType("text/plain");
    private static final Signer ANN = TestKeys.seeded("ann");

    private static Places places(Optional<PinMode> mode) {
        return new Places(
                Connection.standard(Map.of(), InstantSource.fixed(NOW)).pinning(mode));
    }

    private static Digest push(Places places, Reference target) {
        Bytes content = Bytes.utf8("a note");
        return new Publisher(places, 1, Progress.NONE)
                .pushFiles(
                        List.of(new Publisher.FileLayer(
                                "note.txt", TEXT, Descriptor.of(TEXT, content), Content.of(content))),
                        TEXT,
                        Map.of(),
                        target)
                .artifact()
                .digest();
    }

    private static Sealer.Sealed sign(Places places, Reference artifact) {
        Sealer.Request request =
                new Sealer.Request(artifact, Optional.empty(), false, Duration.ofDays(1), OptionalLong.empty(), NOW);
        return new Sealer(places).sign(request, List.of(ANN), intent -> {});
    }

    private static Reference note(LoopbackRegistry registry) {
        return Reference.parse(registry.host() + "/acme/note:1");
    }

    private static List<String> pins(LoopbackRegistry registry) {
        return registry.content().tags("acme/note").keySet().stream()
                .filter(tag -> tag.contains(".pin"))
                .sorted()
                .toList();
    }

    @Test
    void pinsStandWhereTagsAreImmutableAndAreNotWrittenAgain() {
        try (LoopbackRegistry registry = RegistryProfile.IMMUTABLE.start()) {
            Places places = places(Optional.of(PinMode.TAGS));
            Digest digest = push(places, note(registry));
            Sealer.Sealed sealed = sign(places, note(registry));

            String prefix = "sha256-" + digest.hex() + ".pin";
            String signature = prefix + "-" + sealed.signatures().get(0).hex().substring(0, 32);
            assertThat(pins(registry)).containsExactly(prefix, signature);

            int before = registry.log().count(Kind.MANIFEST_PUT);
            push(places, note(registry));
            assertThat(pins(registry)).containsExactly(prefix, signature);
            assertThat(registry.log().count(Kind.MANIFEST_PUT) - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void nobodyIsAskedForPinsWhereTheReferrersApiIsAndNothingWasSaid() {
        try (LoopbackRegistry registry = LoopbackRegistry.start()) {
            push(places(Optional.empty()), note(registry));
            sign(places(Optional.empty()), note(registry));

            assertThat(registry.log().entries())
                    .noneMatch(entry -> entry.request().path().contains(".pin"));
        }
    }

    @Test
    void whatWasPinnedWhenItWasPushedIsPinnedWholeWhenItIsSignedOneQuestionMore() {
        try (LoopbackRegistry registry = RegistryProfile.DISTRIBUTION_3.start()) {
            push(places(Optional.of(PinMode.TAGS)), note(registry));
            assertThat(pins(registry)).hasSize(1);

            sign(places(Optional.empty()), note(registry));
            assertThat(pins(registry)).hasSize(2);

            Reference other = Reference.parse(registry.host() + "/acme/other:1");
            push(places(Optional.empty()), other);
            sign(places(Optional.empty()), other);
            assertThat(registry.log().entries())
                    .filteredOn(entry -> entry.request().path().contains("/acme/other/manifests/sha256-")
                            && entry.request().path().contains(".pin"))
                    .hasSize(1);
        }
    }
}
