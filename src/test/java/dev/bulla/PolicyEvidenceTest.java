package dev.bulla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.outcome.Check;
import dev.bulla.outcome.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule asks of how an artifact was made: {@code requireSteps}, {@code sameCommit}, {@code layoutBinding}. */
class PolicyEvidenceTest {
    @TempDir
    Path folder;

    private PolicyScene with;
    private ProvenScene made;

    @BeforeEach
    void anArtifactWithEvidence() throws IOException {
        with = new PolicyScene(folder);
        made = new ProvenScene(with.scene);
    }

    @AfterEach
    void close() {
        with.close();
    }

    private Verdict verify(String members) {
        return with.verify(
                made.shop, with.policy("{'match': 'HOST/acme/*:*', 'repositories': ['acme'], " + members + "}"));
    }

    @Test
    void stepsAreThoseOfALayoutThatWasMet() {
        String both = "'requireSteps': ['tag', 'package']";
        assertThat(PinnedScene.refused(verify(both), ReasonCode.MISSING_LINK).message())
                .contains("no accepted evidence of step tag, package");
        made.bindAndRelease();
        made.attach();

        assertThat(verify(both).orThrow().checks()).extracting(Check::name).contains("trust.2.requireSteps");
        assertThat(PinnedScene.refused(verify("'requireSteps': ['tag', 'review']"), ReasonCode.MISSING_LINK)
                        .message())
                .contains("no accepted evidence of step review of");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0123abcd | 0123abcd | OK",
                "0123abcd | 4567cdef | of several commits: 0123abcd, 4567cdef",
                "''       | ''       | no evidence of"
            })
    void allEvidenceIsOfOneCommit(String tagged, String packaged, String outcome) {
        made.chain.commits(tagged, packaged);
        made.bindAndRelease();
        made.attach();

        Verdict verdict = verify("'sameCommit': true");

        if (outcome.equals("OK")) {
            assertThat(verdict.orThrow().checks()).extracting(Check::name).contains("trust.2.sameCommit");
        } else {
            assertThat(PinnedScene.refused(verdict, ReasonCode.WRONG_COMMIT).message())
                    .contains(outcome);
        }
        assertThat(verify("'sameCommit': false")).isInstanceOf(Verdict.Trusted.class);
    }

    @Test
    void aLayoutThatOnlyTheEntryNamesCountsWhereTheRuleSaysListed() {
        made.bindAndRelease();
        made.attach();
        made.onlyList();

        assertThat(verify("'layoutBinding': 'bound'").orThrow().level()).isEqualTo("1a");
        PinnedScene.refused(verify("'minLevel': '3a'"), ReasonCode.LAYOUT_UNBOUND);
        PinnedScene.refused(verify("'requireSteps': ['tag']"), ReasonCode.MISSING_LINK);
        assertThat(verify("'minLevel': '3a', 'layoutBinding': 'listed', 'requireSteps': ['tag']")
                        .orThrow()
                        .level())
                .isEqualTo("3a");
    }
}
