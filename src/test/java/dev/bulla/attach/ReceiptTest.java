package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.Dsse;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.MediaType;
import dev.bulla.outcome.ReasonCode;
import dev.bulla.outcome.Step;
import dev.bulla.testkit.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Freshness receipts (trust.md 10.2), held to their page, schemas and samples. */
class ReceiptTest {
    private static final Path FOLDER = Path.of("artifact-types");
    private static final LocalSigner GOLDEN = TestKeys.golden();
    private static final Descriptor BUNDLE = Descriptor.of(
            MediaType.OCI_INDEX,
            Digest.parse("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268")
                    .orElseThrow(),
            929);
    private static final String ROOT = "8e30e4179229c8a36c6b756ba6eec3ef77dcf8991159e04fcccb33f7f34235b5";
    private static final Receipt RECEIPT = new Receipt(
            "example.com/acme",
            new Receipt.Seen(1, ROOT),
            new Receipt.Seen(41, "15ff76f6e580463f8519173fb2f53709565a3aee2d3d2ef165b5c6574d95f9d9"),
            Instant.parse("2026-11-21T09:00:00Z"),
            Digest.parse("sha256:" + ROOT).orElseThrow(),
            Duration.ofDays(30));

    @Test
    void theSamplesAreWhatTheGoldenKeySigns() throws IOException {
        Dsse envelope = RECEIPT.sign(List.of(GOLDEN));

        assertThat(RECEIPT.payload()).isEqualTo(sample("receipt-payload"));
        assertThat(envelope.toBytes()).isEqualTo(sample("receipt-envelope"));
        assertThat(RECEIPT.builder(BUNDLE, envelope).build().raw()).isEqualTo(sample("receipt"));
        assertThat(Receipt.of(envelope).orThrow()).isEqualTo(RECEIPT);
    }

    @Test
    void thePageGivesTheSizesAndDigestsOfTheSamples() throws IOException {
        Matcher row = Pattern.compile("\\[([a-z-]+)\\.sample\\.json]\\([^)]*\\) \\| (\\d+) \\| `([^`]+)`")
                .matcher(Files.readString(FOLDER.resolve("receipt.md")));
        int rows = 0;
        for (; row.find(); rows++) {
            assertThat(sample(row.group(1)).length()).hasToString(row.group(2));
            assertThat(Digest.of(sample(row.group(1)))).hasToString(row.group(3));
        }
        assertThat(rows).isEqualTo(3);
        assertThat(Files.readString(FOLDER.resolve("receipt.md")))
                .contains(Receipt.PAYLOAD_TYPE, Receipt.LAYER_TYPE.value(), Annotations.TUF_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    receipt         | "schemaVersion":2                | "schemaVersion":1
                    receipt         | vnd.dsse.envelope.v1             | vnd.dsse.envelope.v2
                    receipt         | "artifactType":"application/vnd.bulla.freshness.v1+json", | ''
                    receipt         | "subject"                        | "subjects"
                    receipt-payload | "origin"                         | "origins"
                    receipt-payload | P30D                             | P1M
                    receipt-payload | 2026-11-21T09:00:00Z             | 2026-11-21
                    receipt-payload | "version":41                     | "version":0
                    """)
    void theSchemasAcceptTheSamplesAndRefuseWhatTheFormatRefuses(String name, String part, String other)
            throws IOException {
        String text = sample(name).asUtf8().orElseThrow();

        assertThat(errors(name, text)).isEmpty();
        assertThat(text).contains(part);
        assertThat(errors(name, text.replace(part, other))).isNotEmpty();
    }

    @Attack("K_receipt")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "origin":                | "origins":
                    "version":41             | "version":2147483648
                    P30D                     | P30Y
                    P30D                     | P9999999D
                    P30D                     | P0D
                    2026-11-21T09:00:00Z     | 2026-11-21T09:00:00+01:00
                    "policyDigest":"sha256:8 | "policyDigest":"sha1:8
                    "root":{"sha256":"8e     | "root":{"sha256":"8E
                    "validFor":              | "extra":1,"validFor":
                    """)
    void aPayloadThatIsNotExactlyAReceiptIsNone(String part, String other) throws IOException {
        String text = sample("receipt-payload").asUtf8().orElseThrow();
        assertThat(text).contains(part);
        Dsse envelope = Dsse.sign(Receipt.PAYLOAD_TYPE, Bytes.utf8(text.replace(part, other)), List.of(GOLDEN));

        assertThat(Receipt.of(envelope))
                .isInstanceOfSatisfying(
                        Step.Refused.class,
                        refused -> assertThat(refused.reason().code()).isEqualTo(ReasonCode.MALFORMED));
    }

    @Test
    void thePayloadOfAnotherTypeIsNoReceiptWhateverItSays() {
        Dsse other = Dsse.sign("application/vnd.in-toto+json", RECEIPT.payload(), List.of(GOLDEN));

        assertThat(Receipt.of(other))
                .isInstanceOfSatisfying(
                        Step.Refused.class,
                        refused -> assertThat(refused.reason().message()).contains("another type"));
    }

    @Test
    void aReceiptForLongerThanTenYearsIsNotMade() {
        assertThatThrownBy(() -> new Receipt(
                        "a.example/b",
                        RECEIPT.root(),
                        RECEIPT.timestamp(),
                        RECEIPT.verifiedAt(),
                        RECEIPT.policyDigest(),
                        Duration.ofDays(3661)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<?> errors(String schema, String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve(schema + ".schema.json")), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }

    private static Bytes sample(String name) throws IOException {
        return Bytes.adopt(Files.readAllBytes(FOLDER.resolve(name + ".sample.json")));
    }
}
