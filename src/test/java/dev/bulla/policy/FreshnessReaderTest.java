package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** trust.md sections 2 and 10: freshness, witnesses and the keys of receipts. */
class FreshnessReaderTest {
    private static final PublicKey ENCLAVE = TestKeys.seeded("enclave").publicKey();
    private static final PublicKey WITNESS = TestKeys.seeded("witness").publicKey();

    private static String json(PublicKey key) {
        return PlainWriter.write(key.toJson()).asUtf8().orElseThrow();
    }

    private static String policy(String repository, String rule) {
        return "{ 'version': 1, 'receiptKeys': {'enclave-1': " + json(ENCLAVE) + "},\n"
                + "'repositories': { 'acme': { 'root': {'file': 'r'}, 'sources': ['attached']" + repository + " } },\n"
                + "'rules': [ { 'match': 'a.b/*:*', 'repositories': ['acme']" + rule + " } ] }";
    }

    private static Terms terms(String repository, String rule) {
        Policy policy = Policies.read(policy(repository, rule)).orThrow();
        Rule.Ask ask = (Rule.Ask) policy.rules().get(0).decision();
        return ask.terms().of(policy.repositories().values().iterator().next());
    }

    @Test
    void aRuleSaysHowOldRolesMayBeAndWhoseReceiptsCount() {
        FreshnessRule rule = terms("", ", 'freshness': {'mode': 'receipt', 'maxAge': 'P30D', 'keys': ['enclave-1']}")
                .freshness()
                .orElseThrow();

        assertThat(rule.mode()).isEqualTo(FreshnessRule.Mode.RECEIPT);
        assertThat(rule.maxAge()).contains(Duration.ofDays(30));
        assertThat(rule.keys()).containsExactly(new ReceiptKey("enclave-1", ENCLAVE));
    }

    @Test
    void aRepositorySaysItWhereTheRuleDoesNot() {
        String online = ", 'freshness': {'mode': 'online'}";
        String capsule = ", 'freshness': {'mode': 'capsule', 'maxAge': 'PT36H'}";

        assertThat(terms(online, "").freshness().orElseThrow().mode()).isEqualTo(FreshnessRule.Mode.ONLINE);
        assertThat(terms(online, capsule).freshness().orElseThrow().maxAge()).contains(Duration.ofHours(36));
        assertThat(terms("", "").freshness()).isEmpty();
    }

    @Test
    void witnessesOfARepositoryAreAskedByEveryRuleThatAsksIt() {
        Terms terms = terms(", 'witnesses': {'keys': [" + json(WITNESS) + "], 'threshold': 1}", "");

        assertThat(terms.witnesses()).contains(new WitnessRule(List.of(WITNESS), 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                                             | freshness.mode is missing",
                "{'mode': 'off'}                                                | freshness.mode is none of online, receipt and",
                "{'mode': 'capsule'}                                            | freshness.maxAge is missing; revocation would",
                "{'mode': 'receipt', 'keys': ['enclave-1']}                     | freshness.maxAge is missing",
                "{'mode': 'receipt', 'maxAge': 'P1D'}                           | freshness.keys is missing",
                "{'mode': 'receipt', 'maxAge': 'P1D', 'keys': []}               | freshness.keys is empty",
                "{'mode': 'receipt', 'maxAge': 'P1D', 'keys': ['x']}            | names 'x', which is none of the policy's",
                "{'mode': 'receipt', 'maxAge': 'P1D', 'keys': ['enclave-1', 'enclave-1']} | names 'enclave-1' twice",
                "{'mode': 'online', 'keys': ['enclave-1']}                      | nothing but mode receipt uses them",
                "{'mode': 'online', 'maxAge': 7}                                | freshness.maxAge is an integer",
                "{'mode': 'online', 'maxAge': '7d'}                             | freshness.maxAge is no duration between",
                "{'mode': 'online', 'maxAge': 'P0D'}                            | freshness.maxAge is no duration between",
                "{'mode': 'online', 'maxAge': '-P1D'}                           | freshness.maxAge is no duration between",
                "{'mode': 'online', 'maxAge': 'PT0.5S'}                         | freshness.maxAge is no duration between",
                "{'mode': 'online', 'maxAge': 'P3651D'}                         | freshness.maxAge is no duration between",
                "{'mode': 'online', 'maxAge': 'P99999999999999999999D'}         | freshness.maxAge is no duration between",
                "{'mode': 'online', 'since': 'P1D'}                             | freshness.since is no member",
            })
    void freshnessIsReadStrictlyInRulesAndInRepositories(String freshness, String message) {
        String member = ",\n'freshness': " + freshness;

        assertThat(Policies.refusal(Policies.read(policy("", member))).message())
                .contains("rules[0].")
                .contains(message);
        assertThat(Policies.refusal(Policies.read(policy(member, ""))).message())
                .contains("repositories.acme.")
                .contains(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'keys': [KEY]}                       | witnesses.threshold is missing",
                "{'threshold': 1}                      | witnesses.keys is missing",
                "{'keys': [], 'threshold': 1}          | witnesses.keys has not between 1 and",
                "{'keys': [KEY], 'threshold': 2}       | witnesses.threshold is not between 1 and 1",
                "{'keys': [KEY], 'threshold': 0}       | witnesses.threshold is not between 1 and 1",
                "{'keys': [KEY, KEY], 'threshold': 2}  | witnesses.keys has one key twice",
                "{'keys': [{'keytype': 'ed25519', 'scheme': 'x', 'keyval': {'public': ''}}], 'threshold': 1} | cannot be used",
            })
    void witnessesAreKeysThatCanBeUsedAndCountOnce(String witnesses, String message) {
        String member = ", 'witnesses': " + witnesses.replace("KEY", json(WITNESS));

        assertThat(Policies.refusal(Policies.read(policy(member, ""))).message())
                .contains(message);
    }
}
