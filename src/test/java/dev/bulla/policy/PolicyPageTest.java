package dev.bulla.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.outcome.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the published page, schema and sample of the policy to what the reader takes. */
class PolicyPageTest {
    private static final Path FOLDER = Path.of("artifact-types");

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static boolean schemaTakes(String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text("policy.schema.json"), InputFormat.JSON)
                .validate(document, InputFormat.JSON)
                .isEmpty();
    }

    private static Step<Policy> read(String document) {
        return Policy.read(Bytes.utf8(document));
    }

    @Test
    void theSampleIsSoundAndOfTheSchema() throws IOException {
        String sample = text("policy.example.json");

        assertThat(schemaTakes(sample)).isTrue();
        assertThat(Policies.said(read(sample).orThrow(), "mirror.corp/cache/acme/shop:1"))
                .isEqualTo("2:example.com/acme/shop:1@acme+self/2");
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'version': 1                                | 'version': 2
                    'version': 1                                | 'version': 1, 'receipts': []
                    'origin': 'example.com/acme',               | ''
                    { 'sha256': '0b5c                           | { 'sha256': '0B5C
                    { 'sha256': '77                             | { 'sha512': '77
                    'sources': ['registry.corp/own/tuf']        | 'sources': []
                    'role': 'widgets',                          | ''
                    'role': 'widgets'                           | 'role': 'snapshot'
                    'threshold': 1 } },                         | 'note': 1 } },
                    'keytype': 'ed25519',                       | ''
                    'minLevel': '1b'                            | 'minLevel': '5'
                    'match': 'example.com/acme/*:*'             | 'match': 'example.com/acme/*'
                    'repositories': ['acme']                    | 'repositories': []
                    'repositories': ['acme', 'self']            | 'repositories': ['acme', 'acme']
                    'threshold': 2                              | 'threshold': 0
                    'rewrite': 'example.com/acme/$1:$2'         | 'rewrite': 'example.com/acme/$0:$2'
                    'rewrite': 'example.com/acme/$1:$2'         | 'rewrite': 'acme'
                    'terminating': false                        | 'terminating': 0
                    'mode': 'warn'                              | 'mode': 'off'
                    'action': 'reject'                          | 'action': 'accept'
                    ['latest']                                  | ['la test']
                    ['latest']                                  | []
                    'action': 'reject'                          | 'action': 'reject', 'minLevel': '0'
                    'action': 'allow-unsigned'                  | 'action': 'allow-unsigned', 'minLevel': '1b'
                    ['build', 'review']                         | ['build', 'build']
                    ['build', 'review']                         | [' ']
                    'sameCommit': true                          | 'sameCommit': 'yes'
                    'spiffe://acme.example/pay/*'               | ' '
                    'allow': ['ed25519']                        | 'allow': ['dsa']
                    'allow': ['ed25519']                        | 'allow': []
                    'allow': ['ed25519'], 'minDistinct': 1      | 'refuse': []
                    'minDistinct': 1                            | 'minDistinct': 0
                    'role': 'targets/qa', 'threshold': 1        | 'role': 'targets/qa'
                    'role': 'targets/qa', 'threshold': 1        | 'threshold': 1
                    'role': 'targets/qa', 'threshold': 1        | 'role': 'targets/qa', 'threshold': 0
                    'role': 'targets/qa', 'threshold': 1        | 'role': 'targets/qa', 'keys': [], 'threshold': 1
                    'layoutBinding': 'bound'                    | 'layoutBinding': 'any'
                    'allowReindex': true                        | 'allowReindex': 1
                    'allowArchived': true                       | 'allowArchived': 'true'
                    'allowSeqDecrease': true                    | 'allowSeqDecrease': null
                    'maxAge': 'P7D'                             | 'maxAge': '7d'
                    'mode': 'receipt'                           | 'mode': 'never'
                    'keys': ['enclave-1']                       | 'keys': []
                    'action': 'reject'                          | 'action': 'reject', 'repositories': ['self']
                    """)
    void schemaAndReaderRefuseTheSame(String part, String replacement) throws IOException {
        String sample = text("policy.example.json");
        String old = part.replace('\'', '"');
        assertThat(sample).contains(old);

        String changed = sample.replace(old, replacement.equals("''") ? "" : replacement.replace('\'', '"'));

        assertThat(schemaTakes(changed)).as("schema").isFalse();
        assertThat(read(changed)).as("reader").isInstanceOf(Step.Refused.class);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'repositories': ['acme'], 'minLevel'        | 'repositories': ['nobody'], 'minLevel'
                    'threshold': 2                              | 'threshold': 3
                    'allow': ['ed25519'], 'minDistinct': 1      | 'allow': ['ed25519'], 'minDistinct': 2
                    'keys': ['enclave-1']                       | 'keys': ['enclave-2']
                    'rewrite': 'example.com/acme/$1:$2'         | 'rewrite': 'example.com/acme/$1:$3'
                    'rewrite': 'example.com/acme/$1:$2'         | 'rewrite': 'example.com/acme/app:$2'
                    'match': 'mirror.corp/cache/acme/*:*'       | 'match': 'example.com/acme/*:*'
                    """)
    void whatTheSchemaCannotSayTheReaderRefuses(String part, String replacement) throws IOException {
        String changed = text("policy.example.json").replace(part.replace('\'', '"'), replacement.replace('\'', '"'));
        assertThat(changed).isNotEqualTo(text("policy.example.json"));

        assertThat(read(changed)).isInstanceOf(Step.Refused.class);
    }

    @Test
    void thePageNamesEveryMemberOfTheSchema() throws IOException {
        String page = text("policy.md");
        Set<String> named = Pattern.compile("`([a-zA-Z0-9-]+)`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> members = Pattern.compile("\"([a-zA-Z0-9]+)\": \\{ (?:\"type\"|\"enum\"|\"\\$ref\"|\"const\")")
                .matcher(text("policy.schema.json"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !Set.of(
                                "match",
                                "not",
                                "age",
                                "text",
                                "keyval",
                                "keytype",
                                "scheme",
                                "public",
                                "items",
                                "additionalProperties")
                        .contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).containsAll(members).contains("match");
    }
}
