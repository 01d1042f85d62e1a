package dev.bulla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.cli.frame.Variable;
import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.oci.Digest;
import dev.bulla.testkit.Attack;
import dev.bulla.testkit.SimulatedPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy check} and {@code policy explain}; the usual dialogues are those of docs/policy.md. */
class PolicyCommandTest {
    private static final Bytes ROOT = new SimulatedPublisher().roots().get(0);

    @TempDir
    private Path folder;

    @BeforeEach
    void aRoot() throws IOException {
        Files.write(folder.resolve("root.json"), ROOT.toByteArray());
    }

    private Run run(String... words) {
        return TestWorld.in(folder).run(words);
    }

    private Path policy(String repositories, String rules) throws IOException {
        String text = "{'version': 1, 'repositories': {" + repositories + "},\n'rules': [" + rules + "]}";
        return Files.writeString(folder.resolve("p.json"), text.replace('\'', '"'));
    }

    private static String pinned(String name, String root) {
        return "'" + name + "': {'root': {" + root + "}, 'sources': ['attached']}";
    }

    @Test
    void aSoundPolicyIsToldInJson() throws IOException {
        policy(
                pinned("a", "'file': 'root.json', 'sha256': '" + Digest.of(ROOT).hex() + "'"),
                "{'match': 'e.c/*:*', 'repositories': ['a']}");
        Files.writeString(folder.resolve("list"), "# all\n\ne.c/x:1\n");

        Run run = run("policy", "check", "p.json", "--against", "list", "--format", "json");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"bulla.policy-check/1\"", "\"asked\": \"e.c/x:1\"", "\"rule\": \"rules[0]\"");
    }

    @Test
    void aRootFileThatIsNotThePinnedOneIsRefused() throws IOException {
        policy(pinned("a", "'file': 'root.json', 'sha256': '" + "0".repeat(64) + "'"), "");

        Run run = run("policy", "check", "p.json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("bulla: rejected: policy: root of a is pinned as sha256:000");
    }

    @Test
    void aRootFileThatIsNoRootIsRefused() throws IOException {
        Files.writeString(folder.resolve("root.json"), "{}");
        policy(pinned("a", "'file': 'root.json'"), "");

        Run run = run("policy", "check", "p.json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("bulla: rejected: root is refused");
    }

    @Test
    void aRootFileThatIsMissingIsNotFound() throws IOException {
        policy(pinned("a", "'file': 'other.json'"), "");

        assertThat(run("policy", "check", "p.json").status()).isEqualTo(5);
    }

    @Test
    void oneRootByFileAndBySha256UnderTwoNamesIsRefused() throws IOException {
        policy(
                pinned("a", "'file': 'root.json'") + ", "
                        + pinned("b", "'sha256': '" + Digest.of(ROOT).hex() + "'"),
                "");

        Run run = run("policy", "check", "p.json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("policy: root of b is that of a too");
    }

    @Test
    void thePolicyOfTheConfigurationDirectoryIsExplainedWhereNoneIsNamed() throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Run none = TestWorld.in(folder)
                .with(Variable.BULLA_CONFIG_DIR, config.toString())
                .run("policy", "explain", "e.c/x:1", "--rules");
        assertThat(none.status()).isEqualTo(4);
        assertThat(none.err()).contains("no policy to explain e.c/x:1 by", "--policy FILE");

        Files.move(
                policy(pinned("a", "'file': '../root.json'"), "{'match': 'e.c/*:*', 'repositories': ['a']}"),
                config.resolve("policy.json"));
        Run run = TestWorld.in(folder)
                .with(Variable.BULLA_CONFIG_DIR, config.toString())
                .run("policy", "explain", "e.c/x:1", "--rules", "--format", "json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"coverage\": \"covered\"", "\"target\": \"e.c/x:1\"");
    }

    @Attack("T2")
    @Test
    void whatIsNotCoveredEndsWithOneInBothFormats() throws IOException {
        policy(pinned("a", "'file': 'root.json'"), "{'match': 'e.c/*:*', 'repositories': ['a']}");

        Run text = run("policy", "explain", "elsewhere.com/x:1", "--policy", "p.json", "--rules");
        assertThat(text.status()).isEqualTo(1);
        assertThat(text.err()).startsWith("bulla: rejected: no rule of the policy covers elsewhere.com/x:1");
        Run json = run("policy", "explain", "elsewhere.com/x:1", "--policy", "p.json", "--rules", "--format", "json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.out()).contains("\"coverage\": \"rejected\"");
    }
}
