package dev.bulla.cli.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.cli.testing.Run;
import dev.bulla.cli.testing.TestWorld;
import dev.bulla.intoto.PlainChain;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bulla provenance} over plain files: everything shown was verified, and of a refused chain nothing is shown. */
class ProvenanceCommandTest {
    private static final Instant BEFORE = Instant.parse(PlainChain.EXPIRES).minusSeconds(1);

    @TempDir
    Path folder;

    @BeforeEach
    void chain() {
        PlainChain.in(folder).write();
    }

    private Run provenance(String... more) {
        List<String> words = new ArrayList<>(
                List.of("provenance", "--layout", "root.layout", "--layout-key", "owner.pub", "--link-dir", "links"));
        words.addAll(List.of(more));
        return TestWorld.in(folder).at(BEFORE).run(words.toArray(new String[0]));
    }

    @Test
    void everyArtifactStandsBelowTheRuleThatLetItThrough() {
        Run run = provenance();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("accepted  layout valid until 2026-06-11T09:53:02Z\nfetch  done by ")
                .contains(
                        "  made    1 artifact let through by expected_products[0] CREATE hello.py\n    hello.py  sha256:",
                        "  used    1 artifact let through by expected_materials[0] MATCH * WITH PRODUCTS FROM fetch\n");
    }

    @Test
    void jsonNamesRulesFlowsAndSigners() {
        Run run = provenance("--format", "json");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("\"schema\": \"bulla.provenance/1\"", "\"trust\": \"keys\"", "\"from\": \"fetch\"");
    }

    @Test
    void drawingsNameStepsAndWhatGoesBetweenThem() {
        assertThat(provenance("--format", "dot").out()).contains("n0 -> n1 [label=\"hello.py\"]");
        assertThat(provenance("--format", "mermaid").out()).contains("n0 -->|\"hello.py\"| n1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "dot", "mermaid"})
    void ofARefusedChainOnlyTheRefusalIsShown(String format) throws Exception {
        try (DirectoryStream<Path> packed = Files.newDirectoryStream(folder.resolve("links"), "pack.*")) {
            for (Path link : packed) {
                Files.delete(link);
            }
        }

        Run run = provenance("--format", format);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("hello.py", "fetch");
        assertThat(run.err()).contains("bulla: rejected: step 'pack' has 0 of 1 links");
    }
}
