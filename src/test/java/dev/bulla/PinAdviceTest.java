package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How to publish to a registry so that its collector takes nothing (registries.md section 5.3). */
class PinAdviceTest {
    @Attack("T28")
    @ParameterizedTest
    @CsvSource({
        "DISTRIBUTION_2, TAGS",
        "DISTRIBUTION_3, CARRIER",
        "ZOT, CARRIER",
        "OLAREG, CARRIER",
        "IMMUTABLE, CARRIER",
        "GITLAB, CARRIER",
        "PLAIN, CARRIER"
    })
    void theModeFollowsFromWhatTheRegistryDoes(RegistryProfile profile, PinMode mode) {
        try (LoopbackRegistry registry = profile.start()) {
            Connection connection = Connection.standard(Map.of(), InstantSource.fixed(Instant.EPOCH));
            List<Registries.Finding> findings =
                    new Registries(connection).probe(new Place.RegistryPlace(registry.host(), "probe"));

            assertThat(Registries.Advice.of(findings).mode()).isEqualTo(mode);
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
