package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.frame.Environment;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.TestWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registry hears of a verification before its pins are read: the one that is named, and only where nothing else is. */
class AheadTest {
    private static final String REFERENCE = "registry.example/acme/hello:1.0";

    @TempDir
    private Path folder;

    @Test
    void theRegistryOfAReferenceAloneIsConnectedTo() {
        assertThat(Ahead.connectsTo(environment(TestWorld.in(folder)), List.of(REFERENCE)))
                .hasValueSatisfying(place -> assertThat(place.host()).isEqualTo("registry.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--offline " + REFERENCE,
                REFERENCE + " --offline",
                REFERENCE + " --ca authority.pem",
                "oci:layout:1.0",
                "oci:bundle.tar",
                "--offline",
                REFERENCE + " other.example/acme/hello:1.0"
            })
    void noneIsConnectedToWhereWordsMayChangeHowItIsReached(String words) {
        assertThat(Ahead.connectsTo(environment(TestWorld.in(folder)), List.of(words.split(" ", -1))))
                .isEmpty();
    }

    @Test
    void noneIsConnectedToWhereTheEnvironmentNamesAuthorities() {
        TestWorld world = TestWorld.in(folder).with(Variable.SSL_CERT_FILE, "authorities.pem");
        assertThat(Ahead.connectsTo(environment(world), List.of(REFERENCE))).isEmpty();
    }

    private static Environment environment(TestWorld world) {
        return world.world().environment();
    }
}
