package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** trust.md section 2: what a rule asks beside the level is read strictly, and what it does not say is the strict side. */
class TermsReaderTest {
    private static final PublicKey KEY = TestKeys.seeded("operator").publicKey();

    private static String rule(String members) {
        return "{'match': 'a.b/*:*', 'repositories': ['acme'], "
                + members.replace(
                        "KEY", PlainWriter.write(KEY.toJson()).asUtf8().orElseThrow()) + "}";
    }

    private static Rule.Ask read(String members) {
        return (Rule.Ask)
                Policies.withRules(rule(members)).orThrow().rules().get(0).decision();
    }

    @Test
    void aRuleThatSaysNothingMoreAsksNothingMoreAndLetsNothingPass() {
        assertThat(read("'minLevel': '0'").terms()).isEqualTo(Terms.STANDARD);
        assertThat(Terms.STANDARD.allowed()).isEmpty();
        assertThat(Terms.STANDARD.evidence()).isEqualTo(EvidenceRule.NONE);
        assertThat(Terms.STANDARD.redirect()).isEqualTo(new RedirectRule.SameNamespace());
    }

    @Test
    void everythingThatARuleAsksIsRead() {
        Rule.Ask ask = read("'forbidTags': ['latest'], 'requireSteps': ['build', 'test'], 'sameCommit': true,"
                + " 'requireIdentity': 'spiffe://corp/*', 'algorithms': {'allow': ['ed25519']},"
                + " 'requireSignatures': [{'role': 'targets/qa', 'threshold': 2}, {'keys': [KEY], 'threshold': 1}],"
                + " 'layoutBinding': 'listed', 'allowReindex': true, 'allowArchived': true, 'allowSeqDecrease': true");
        Terms terms = ask.terms();

        assertThat(ask.forbidTags()).containsExactly("latest");
        assertThat(terms.evidence().steps()).containsExactly("build", "test");
        assertThat(terms.evidence().sameCommit()).isTrue();
        assertThat(terms.evidence().identity()).contains("spiffe://corp/*");
        assertThat(terms.algorithms()).contains(new AlgorithmRule(Set.of("ed25519"), 1));
        assertThat(terms.signatures())
                .containsExactly(
                        new RequiredSignature.ByRole("targets/qa", 2), new RequiredSignature.ByKeys(List.of(KEY), 1));
        assertThat(terms.allowed()).containsExactlyInAnyOrder(Allowance.values());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'forbidTags': 'latest'                                       | forbidTags is a string",
                "'forbidTags': []                                             | forbidTags has not between 1 and 256",
                "'forbidTags': ['a b']                                        | forbidTags has 'a b', which is not a tag",
                "'forbidTags': ['a', 'a']                                     | forbidTags has 'a' twice",
                "'requireSteps': []                                           | requireSteps has not between 1 and 256",
                "'requireSteps': ['a', 'a']                                   | requireSteps has 'a' twice",
                "'requireSteps': ['\\u0007']                                  | requireSteps has a text that is blank",
                "'requireIdentity': ''                                        | requireIdentity has a text that is blank",
                "'requireIdentity': ['a']                                     | requireIdentity is an array",
                "'sameCommit': 1                                              | sameCommit is an integer",
                "'layoutBinding': 'none'                                      | layoutBinding is neither bound nor listed",
                "'allowReindex': 'true'                                       | allowReindex is a string",
                "'algorithms': {}                                             | algorithms.allow is missing, and minDistinct asks",
                "'algorithms': {'minDistinct': 1}                             | algorithms.allow is missing, and minDistinct asks",
                "'algorithms': {'minDistinct': 8}                             | algorithms.minDistinct is not between 1 and 7",
                "'algorithms': {'allow': ['ed25519'], 'minDistinct': 2}       | algorithms.minDistinct is not between 1 and 1",
                "'algorithms': {'allow': ['md5']}                             | algorithms.allow has 'md5', which is none of ed25519",
                "'algorithms': {'deny': ['md5']}                              | algorithms.deny is no member",
                "'requireSignatures': []                                      | requireSignatures has not between 1 and 16",
                "'requireSignatures': [{'role': 'qa'}]                        | requireSignatures[0].threshold is missing",
                "'requireSignatures': [{'threshold': 1}]                      | requireSignatures[0].role is missing, and so is keys",
                "'requireSignatures': [{'role': 'qa', 'keys': [KEY], 'threshold': 1}] | role and keys are both there",
                "'requireSignatures': [{'keys': [KEY], 'threshold': 2}]       | threshold is not between 1 and 1",
                "'requireSignatures': [{'keys': [KEY, KEY], 'threshold': 1}]  | keys has one key twice",
                "'requireSignatures': [{'role': ' ', 'threshold': 1}]         | role has a text that is blank",
                "'requireSignatures': [{'role': 'qa', 'threshold': 0}]        | threshold is not between 1 and",
            })
    void eachMemberIsReadStrictly(String members, String message) {
        assertThat(Policies.refusal(Policies.withRules(rule(members))).message())
                .contains("rules[0].")
                .contains(message);
    }
}
