package dev.bulla.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.testkit.Attack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges (RFC 9110 section 11.6.1) and the services they name. */
class ChallengeTest {

    @Test
    void severalChallengesInOneHeaderAreTakenApart() {
        List<Challenge> parsed = Challenge.parse(List.of(
                "Negotiate YII=, Basic realm=\"a, b\", charset=\"UTF-8\"", "Bearer realm=\"https://t\",scope=x"));
        assertThat(parsed).extracting(Challenge::scheme).containsExactly("negotiate", "basic", "bearer");
        assertThat(parsed.get(1).parameter("realm")).contains("a, b");
        assertThat(parsed.get(2).parameter("scope")).contains("x");
    }

    @Test
    void aRepeatedParameterKeepsItsFirstValue() {
        List<Challenge> parsed = Challenge.parse(List.of("Bearer realm=\"https://own\", realm=\"https://other\""));
        assertThat(parsed.getFirst().parameter("realm")).contains("https://own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",,,", "=", "\"", "Bearer realm=", "Bearer realm=\"open", "a=b"})
    void nonsenseIsReadWithoutHarm(String header) {
        assertThat(Challenge.parse(List.of(header)))
                .allSatisfy(challenge -> assertThat(challenge.scheme()).isNotEmpty());
    }

    @Attack({"T20", "O20"})
    @ParameterizedTest
    @CsvSource({
        "https://registry.example.com/v2/, https://registry.example.com/token, true",
        "https://registry-1.docker.io/v2/, https://auth.docker.io/token, true",
        "https://registry.example.co.uk/v2/, https://auth.example.co.uk/token, true",
        "https://registry.example.co.uk/v2/, https://thief.co.uk/token, false",
        "https://one.github.io/v2/, https://two.github.io/token, false",
        "https://registry.example.com/v2/, https://example.com.thief.net/token, false",
        "https://registry.example.com/v2/, http://registry.example.com/token, false",
        "https://registry.example.com/v2/, https://user@registry.example.com/token, false",
        "https://registry.corp/v2/, https://auth.corp/token, false",
        "https://10.0.0.1/v2/, https://10.0.0.2/token, false",
        "http://127.0.0.1:5000/v2/, http://localhost:5001/token, true",
        "https://registry.example.com/v2/, http://127.0.0.1/token, false",
        "https://registry.example.com/v2/, https://allowed.example.net/token, true"
    })
    void credentialsGoToTheRegistrysOwnDomainOnly(String registry, String realm, boolean allowed) {
        Set<String> configured = Set.of("allowed.example.net");
        assertThat(RealmCheck.mayReceiveCredentials(
                        java.net.URI.create(realm), java.net.URI.create(registry), configured))
                .isEqualTo(allowed);
    }
}
