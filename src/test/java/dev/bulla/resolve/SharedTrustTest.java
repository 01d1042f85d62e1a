package dev.bulla.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.TestKeys;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat T33: two repositories that must agree and are one party are pointed out. */
class SharedTrustTest {
    @TempDir
    Path folder;

    private PolicyFile policy(String twoAt, int threshold, SimulatedPublisher two) throws IOException {
        Files.write(
                folder.resolve("one.json"),
                new SimulatedPublisher().roots().getFirst().toByteArray());
        Files.write(folder.resolve("two.json"), two.roots().getLast().toByteArray());
        String text = "{'version': 1, 'repositories': {"
                + "'one': {'root': {'file': 'one.json'}, 'sources': ['a.example/one/tuf']},"
                + "'two': {'root': {'file': 'two.json'}, 'sources': ['" + twoAt + "']}},"
                + "'rules': [{'match': 'a.b/*:*', 'repositories': ['one', 'two'], 'threshold': " + threshold + "}]}";
        Path file = Files.writeString(folder.resolve("policy.json"), text.replace('\'', '"'));
        return PolicyFile.read(file, SimulatedPublisher.NOW);
    }

    private static SimulatedPublisher another() {
        SimulatedPublisher publisher = new SimulatedPublisher();
        for (String role : new String[] {"root", "timestamp", "snapshot", "targets"}) {
            publisher.rekey(role, 1, TestKeys.seeded("another " + role));
        }
        return publisher.publishRoot();
    }

    @Attack("T33")
    @Test
    void oneHostOrOneKeyBehindTwoRepositoriesThatMustAgreeIsSaid() throws IOException {
        assertThat(SharedTrust.of(policy("a.example/two/tuf", 2, another()), SimulatedPublisher.NOW))
                .containsExactly("rules[0]: one and two share the host a.example: whoever runs it can withhold both");
        SimulatedPublisher oneKey = another();
        oneKey.rekey("timestamp", 1, TestKeys.seeded("timestamp")).publishRoot();
        assertThat(SharedTrust.of(policy("b.example/two/tuf", 2, oneKey), SimulatedPublisher.NOW))
                .containsExactly("rules[0]: one and two share 1 key: their agreement proves no more than one of them");
    }

    @Test
    void independentOnesAndThoseOfWhichOneIsEnoughAreNot() throws IOException {
        assertThat(SharedTrust.of(policy("b.example/two/tuf", 2, another()), SimulatedPublisher.NOW))
                .isEmpty();
        assertThat(SharedTrust.of(policy("a.example/two/tuf", 1, another()), SimulatedPublisher.NOW))
                .isEmpty();
    }
}
