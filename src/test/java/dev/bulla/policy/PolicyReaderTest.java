package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.PublicKey;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.PlainWriter;
import dev.bulla.outcome.Reason;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.testkit.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** trust.md section 2: the whole policy is checked before any of it is used; go-tuf issue 760. */
class PolicyReaderTest {
    private static final String HASH = "a".repeat(64);
    private static final String KEY = key("one");

    private static String key(String seed) {
        PublicKey key = TestKeys.seeded(seed).publicKey();
        return PlainWriter.write(key.toJson()).asUtf8().orElseThrow();
    }

    private static Reason repository(String members) {
        return Policies.refusal(
                Policies.read("{ 'version': 1,\n'repositories': { 'acme': {\n" + members + "\n} }, 'rules': [] }"));
    }

    private static TufRepository read(String members) {
        Policy policy = Policies.read("{ 'version': 1, 'repositories': { 'acme': {" + members + "} }, 'rules': [] }")
                .orThrow();
        return policy.repositories().values().iterator().next();
    }

    @Test
    void aRepositoryIsReadWithItsPinItsSourcesAndItsOrigin() {
        TufRepository acme = read("'origin': 'example.com/acme', 'root': {'file': 'acme.json', 'sha256': '" + HASH
                + "'}, 'sources': ['example.com/acme/tuf', 'oci:usb', 'attached']");

        assertThat(acme.origin()).contains("example.com/acme");
        assertThat(acme.root().file()).contains("acme.json");
        assertThat(acme.root().digest().orElseThrow()).hasToString("sha256:" + HASH);
        assertThat(acme.sources()).hasToString("[example.com/acme/tuf, oci:usb, attached]");
        assertThat(acme.start()).isEmpty();
    }

    @Test
    void withoutSourcesTheTrustRepositoryOfTheOriginIsAsked() {
        assertThat(read("'origin': 'example.com/acme', 'root': {'sha256': '" + HASH + "'}")
                        .sources())
                .hasToString("[example.com/acme/tuf]");
        assertThat(read("'origin': 'oci:work', 'root': {'sha256': '" + HASH + "'}")
                        .sources())
                .hasToString("[oci:work]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                                      | -  | document is an array, not an object",
                "{'version': 1, 'version': 1}                            | 1  | Duplicate",
                "{}                                                      | 1  | version is missing",
                "{'version': 2, 'repositories': {}, 'rules': []}         | 1  | version is not between 1 and 1",
                "{'version': 1, 'rules': []}                             | 1  | repositories is missing",
                "{'version': 1, 'repositories': {}}                      | 1  | rules is missing",
                "{'version': 1, 'repositories': [], 'rules': []}         | 1  | repositories is an array",
                "{'version': 1, 'repositories': {}, 'rules': {}}         | 1  | rules is an object",
                "{'version': 1, 'repositories': {}, 'rules': [1]}        | 1  | rules[0] is an integer",
                "{'version': 1, 'repositories': {}, 'rules': [], 'x': 1} | 1  | x is no member that is known here",
                "{'version': 1, 'receiptKeys': []}                       | 1  | receiptKeys is an array",
                "{'version': 1} {}                                       | -  | something follows the document"
            })
    void aPolicyIsOneObjectOfKnownMembers(String text, String line, String message) {
        refused(Policies.refusal(Policies.read(text)), line.equals("-") ? 0 : Integer.parseInt(line), message);
    }

    @Attack("P18")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'match': 'a.b/*:*'}                                                     | rules[0].repositories is missing",
                "{'repositories': ['acme']}                                               | rules[0].match is missing",
                "{'match': 'a.b/*', 'repositories': ['acme']}                             | rules[0].match has no tag part",
                "{'match': 7, 'repositories': ['acme']}                                   | rules[0].match is an integer",
                "{'match': 'a.b/*:*', 'repositories': []}                                 | rules[0].repositories is empty",
                "{'match': 'a.b/*:*', 'repositories': ['nobody']}                         | names 'nobody', which is none of the policy's",
                "{'match': 'a.b/*:*', 'repositories': ['acme', 'acme'], 'threshold': 2}   | names 'acme' twice",
                "{'match': 'a.b/*:*', 'repositories': ['acme', 'two']}                    | rules[0].threshold is missing: how many of the 2",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'threshold': 2}           | rules[0].threshold is not between 1 and 1",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'threshold': 0}           | rules[0].threshold is not between 1 and 1",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'threshold': '1'}         | rules[0].threshold is a string",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'terminating': 'no'}      | rules[0].terminating is a string",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'minLevel': '5'}          | rules[0].minLevel is none of 0, 1a",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'minLevel': 3}            | rules[0].minLevel is an integer",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'mode': 'off'}            | rules[0].mode is neither enforce nor warn",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'aliases': true}          | rules[0].rewrite is missing; without it no name",
                "{'match': 'oci:usb:*', 'repositories': ['acme']}                         | rules[0].rewrite is missing; an image layout",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'rewrite': 'c.d/$3:$1'}   | rules[0].rewrite uses $3, but match has only 2",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'rewrite': 'c.d/$0:$1'}   | rules[0].rewrite has a $ without a digit",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'rewrite': 'c.d/$'}       | rules[0].rewrite has a $ without a digit",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'rewrite': '$1/x:$2'}     | rules[0].rewrite does not begin with a host",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'rewrite': 'c.d/*:$1'}    | rules[0].rewrite has a character",
                "{'match': '*', 'repositories': ['acme'], 'rewrite': 'c.d/$1:x'}          | rules[0].rewrite cannot be used where match is * alone",
                "{'match': '*', 'action': 'accept'}                                       | rules[0].action is neither reject nor",
                "{'match': '*', 'action': 'reject', 'repositories': ['acme']}             | rules[0].repositories is no member that is known",
                "{'match': 'a.b/*:*', 'repositories': ['acme'], 'keys': []}                | rules[0].keys are there beside repositories",
                "{'match': 'a.b/*:*', 'keys': [], 'threshold': 1}                         | rules[0].keys has not between 1 and",
                "{'match': 'a.b/*:*', 'keys': [], 'minLevel': '1b'}                       | rules[0].minLevel is more than 0",
                "{'match': 'a.b/*:*', 'keys': [], 'terminating': false}                   | rules[0].terminating is no member",
                "{'match': '*', 'action': 'reject', 'terminating': false}                 | rules[0].terminating is no member that is known",
                "{'match': '*', 'repositories': ['acme'], 'Match': '*'}                   | rules[0].Match is no member that is known",
            })
    void aRuleIsReadStrictly(String rule, String message) {
        refused(Policies.refusal(Policies.withRules(rule)), 6, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'sources': ['attached']                                            | root is missing",
                "'root': {}, 'sources': ['attached']                                | root.sha256 is missing, and so is file",
                "'root': {'file': ' '}, 'sources': ['attached']                     | root.file is blank",
                "'root': {'sha256': 'A'}, 'sources': ['attached']                   | root.sha256 is not 64 lower-case",
                "'root': {'file': 'r', 'sha512': 'a'}, 'sources': ['attached']      | root.sha512 is no member",
                "'root': {'file': 'r'}                                              | sources is missing, and so is origin",
                "'root': {'file': 'r'}, 'sources': []                               | sources has not between 1 and 8",
                "'root': {'file': 'r'}, 'sources': ['Example.com/a/tuf']            | is not in canonical form; write 'example.com/a/tuf'",
                "'root': {'file': 'r'}, 'sources': ['example.com/a/tuf:x']          | is not in canonical form; write 'example.com/a/tuf'",
                "'root': {'file': 'r'}, 'sources': ['https://example.com/']         | is no repository of a registry",
                "'root': {'file': 'r'}, 'origin': 'acme'                            | origin is not in canonical form",
                "'root': {'file': 'r'}, 'origin': 'example.com/acme', 'witnesses': {} | witnesses.keys is missing",
                "'root': {'file': 'r'}, 'origin': 'example.com/acme', 'freshness': {} | freshness.mode is missing",
                "'root': {'file': 'r'}, 'origin': 'example.com/acme', 'url': ''     | url is no member that is known",
            })
    void aRepositoryIsReadStrictly(String members, String message) {
        Reason reason = repository(members);

        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.message()).contains(message);
    }

    @Attack("P18")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'role': 'acme'                            | keys is missing; role, keys and threshold are required together",
                "'keys': [KEY]                             | role is missing; role, keys and threshold are required together",
                "'threshold': 1                            | role is missing; role, keys and threshold",
                "'role': 'acme', 'keys': [KEY]             | threshold is missing; role, keys and threshold",
                "'role': 'acme', 'threshold': 1            | keys is missing; role, keys and threshold",
                "'keys': [KEY], 'threshold': 1             | role is missing; role, keys and threshold",
                "'role': 'acme', 'keys': [], 'threshold': 1         | keys has not between 1 and",
                "'role': 'acme', 'keys': [KEY], 'threshold': 2      | threshold is not between 1 and 1",
                "'role': 'acme', 'keys': [KEY], 'threshold': 0      | threshold is not between 1 and 1",
                "'role': 'acme', 'keys': [KEY, KEY], 'threshold': 1 | keys has one key twice",
                "'role': 'snapshot', 'keys': [KEY], 'threshold': 1  | role is no name of a role that lists targets",
                "'role': 'timestamp', 'keys': [KEY], 'threshold': 1 | role is no name of a role that lists targets",
                "'role': 'root', 'keys': [KEY], 'threshold': 1      | role is no name of a role that lists targets",
                "'role': '', 'keys': [KEY], 'threshold': 1          | role is no name of a role that lists targets",
                "'role': 'acme', 'keys': [{'keytype': 'ed25519', 'scheme': 'ed25519', 'keyval': {'public': '00'}}], 'threshold': 1 | keys[0] cannot be used",
                "'role': 'acme', 'keys': [{'keytype': 'ed25519'}], 'threshold': 1 | keys[0].scheme is missing",
            })
    void aPinnedRoleNeedsItsNameItsKeysAndAThresholdTogether(String members, String message) {
        Reason reason = repository("'root': {'file': 'r'}, 'sources': ['attached'],\n" + members.replace("KEY", KEY));

        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.message()).contains(message);
    }

    @Test
    void aPinnedRoleIsRead() {
        StartRole start = read("'root': {'file': 'r'}, 'sources': ['attached'], 'role': 'targets', 'keys': [" + KEY
                        + ", " + key("two") + "], 'threshold': 2")
                .start()
                .orElseThrow();

        assertThat(start.role()).isEqualTo("targets");
        assertThat(start.keys())
                .containsExactly(
                        TestKeys.seeded("one").publicKey(),
                        TestKeys.seeded("two").publicKey());
        assertThat(start.threshold()).isEqualTo(2);
    }

    @Test
    void oneRootUnderTwoNamesIsRefusedSinceItWouldCountTwice() {
        String two = "{'version': 1, 'repositories': {\n'a': {'root': {'sha256': '" + HASH
                + "'}, 'sources': ['attached']},\n'b': {'root': {'file': 'x', 'sha256': '" + HASH
                + "'}, 'sources': ['attached']}}, 'rules': []}";

        refused(Policies.refusal(Policies.read(two)), 3, "repositories.b.root is that of 'a' too");
    }

    @Attack("U16")
    @ParameterizedTest
    @ValueSource(strings = {"..", "../../etc", "/etc/passwd", "C:\\\\Windows", "c:acme", "con", "a/b", "..%2f", "~"})
    void anyNameIsAWordOfThePolicyAndNothingElse(String name) {
        Policy policy = Policies.read(
                        "{'version': 1, 'repositories': {'" + name + "': {'root': {'file': 'r'}, 'sources':"
                                + " ['attached']}}, 'rules': [{'match': '*', 'repositories': ['" + name + "']}]}")
                .orThrow();

        assertThat(policy.repositories()).containsOnlyKeys(name.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0000", "a\\nb", "\\u202ecorp"})
    void aNameThatCannotBeShownIsRefused(String name) {
        Reason reason = Policies.refusal(Policies.read("{'version': 1, 'repositories': {'" + name
                + "': {'root': {'file': 'r'}, 'sources': ['attached']}}, 'rules': []}"));

        assertThat(reason.message()).contains("has a name that is blank");
    }

    @Test
    void aPolicyThatIsTooLongIsALimitAndNotParsed() {
        Reason reason = Policies.refusal(Policy.read(Bytes.utf8(" ".repeat(Policy.MAX_BYTES + 1))));

        assertThat(reason.code()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    private static void refused(Reason reason, int line, String message) {
        assertThat(reason.code()).isEqualTo(ReasonCode.MALFORMED);
        assertThat(reason.message()).contains(message);
        if (line > 0) {
            assertThat(reason.message()).startsWith("policy: line " + line + ": ");
            assertThat(reason.facts()).containsEntry("line", (long) line);
        } else {
            assertThat(reason.facts()).doesNotContainKey("line");
        }
    }
}
