package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.oci.Parallel;
import dev.bulla.oci.PinMode;
import dev.bulla.oci.Place;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.LoopbackRegistry;
import dev.bulla.testkit.RegistryProfile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** How to publish to a registry so that its collector takes nothing (registries.md section 5.3). */
class PinAdviceTest {
    @Attack("T28")
    @Test
    void theModeFollowsFromWhatTheRegistryDoes() {
        Map<RegistryProfile, PinMode> modes = Map.of(
                RegistryProfile.DISTRIBUTION_2, PinMode.TAGS,
                RegistryProfile.DISTRIBUTION_3, PinMode.CARRIER,
                RegistryProfile.ZOT, PinMode.CARRIER,
                RegistryProfile.OLAREG, PinMode.CARRIER,
                RegistryProfile.IMMUTABLE, PinMode.CARRIER,
                RegistryProfile.GITLAB, PinMode.CARRIER,
                RegistryProfile.PLAIN, PinMode.CARRIER);

        // side by side: a probe waits for what it wrote
        Map<RegistryProfile, PinMode> advised = new ConcurrentHashMap<>();
        new Parallel(modes.size()).each(modes.keySet(), profile -> advised.put(profile, advised(profile)));

        assertThat(advised).isEqualTo(modes);
    }

    private static PinMode advised(RegistryProfile profile) {
        try (LoopbackRegistry registry = profile.start()) {
            Connection connection = Connection.standard(Map.of(), InstantSource.fixed(Instant.EPOCH));
            return Registries.Advice.of(
                            new Registries(connection).probe(new Place.RegistryPlace(registry.host(), "probe")))
                    .mode();
        }
    }

    @Attack("T28")
    @Test
    void whatCouldNotBeFoundOutIsTakenForTheWorse() {
        assertThat(Registries.Advice.of(List.of()).mode()).isEqualTo(PinMode.TAGS);
        assertThat(Registries.Advice.of(List.of(
                                new Registries.Finding("referrers-api", Optional.empty(), "500"),
                                new Registries.Finding("tag-deletes", Optional.empty(), "500")))
                        .mode())
                .isEqualTo(PinMode.TAGS);
    }
}
