package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.Quorum;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.JsonLimits;
import dev.bulla.json.JsonReader;
import dev.bulla.json.OlpcWriter;
import dev.bulla.oci.Descriptor;
import dev.bulla.oci.Digest;
import dev.bulla.oci.ImageIndex;
import dev.bulla.oci.ImageManifest;
import dev.bulla.oci.Manifest;
import dev.bulla.oci.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the published pages, schemas and samples to what the code writes and reads. */
class ArtifactTypesTest {
    private static final Path FOLDER = Path.of("artifact-types");
    private static final String NAME = "example.com/acme/helloworld:0.1.1";
    private static final Descriptor BUNDLE = Descriptor.of(
            MediaType.OCI_INDEX,
            Digest.parse("sha256:b4936e42304c184bafc9b06dde9ea1f979129e09a021a8f40abc07f736de9268")
                    .orElseThrow(),
            929);
    private static final LocalSigner GOLDEN = TestKeys.golden();

    @Test
    void theSignatureSamplesAreWhatTheGoldenKeySigns() throws IOException {
        DescriptorSignature body = DescriptorSignature.sign(BUNDLE, List.of(GOLDEN));

        assertThat(body.toBytes()).isEqualTo(sample("signature-body"));
        assertThat(signature(body).raw()).isEqualTo(sample("signature"));
        assertThat(DescriptorSignature.read(sample("signature-body")).orThrow()).isEqualTo(body);
    }

    @Test
    void theTagRecordSamplesAreWhatTheGoldenKeySigns() throws IOException {
        ImageManifest record = record();
        DescriptorSignature body = DescriptorSignature.sign(record.descriptor(), List.of(GOLDEN));

        assertThat(record.raw()).isEqualTo(sample("tag-record"));
        assertThat(body.toBytes()).isEqualTo(sample("tag-record-signature-body"));
        assertThat(signature(body).raw()).isEqualTo(sample("tag-record-signature"));
    }

    @Test
    void theCarrierSampleListsTheOthers() throws IOException {
        ImageManifest record = record();
        ImageIndex carrier = Carrier.of(
                BUNDLE.digest(),
                List.of(
                        record,
                        signature(DescriptorSignature.sign(record.descriptor(), List.of(GOLDEN))),
                        signature(DescriptorSignature.sign(BUNDLE, List.of(GOLDEN)))));

        assertThat(carrier.raw()).isEqualTo(sample("carrier"));
    }

    @Test
    void theSamplesTogetherVerify() throws IOException {
        PliableStore store = new PliableStore();
        for (String name : List.of("signature", "tag-record", "tag-record-signature")) {
            store.attach(Manifest.parse(sample(name), Optional.empty()));
        }
        LightRule rule = new LightRule(
                Quorum.of(List.of(GOLDEN.publicKey()), 1),
                Optional.of(NAME),
                true,
                Instant.parse("2027-02-18T23:59:59Z"));
        Attachments attached = Attachments.of(store, BUNDLE.digest(), Optional.empty());

        LightResult result = LightVerification.of(store, BUNDLE, attached, rule).orThrow();

        assertThat(result.binding()).map(TagRecord::version).contains(17L);
        assertThat(result.signatures().distinctKeys()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "tag-record", "evidence", "carrier"})
    void everySampleOnAPageHasTheSizeAndDigestGivenThere(String page) throws IOException {
        Matcher row = Pattern.compile("\\[([a-z-]+)\\.sample\\.json]\\([^)]*\\) \\| (\\d+) \\| `([^`]+)`")
                .matcher(page(page));
        int rows = 0;
        while (row.find()) {
            Bytes sample = sample(row.group(1));
            assertThat(sample.length()).hasToString(row.group(2));
            assertThat(Digest.of(sample)).hasToString(row.group(3));
            rows++;
        }
        assertThat(rows).isPositive();
    }

    @Test
    void everySampleIsCanonicalAndOnSomePage() throws IOException {
        StringBuilder pages = new StringBuilder();
        for (String name : List.of(
                "signature", "tag-record", "receipt", "evidence", "carrier", "staged-role", "head", "capsule")) {
            pages.append(page(name));
        }
        pages.append(page("role-file"));
        for (String name : files(".sample.json")) {
            assertThat(OlpcWriter.write(JsonReader.with(JsonLimits.manifest()).read(sample(name))))
                    .as(name)
                    .isEqualTo(sample(name));
            assertThat(pages).contains("(" + name + ".sample.json)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "signature, signature",
        "signature, tag-record-signature",
        "signature-body, signature-body",
        "signature-body, tag-record-signature-body",
        "tag-record, tag-record",
        "evidence, evidence",
        "carrier, carrier"
    })
    void schemasAcceptTheSamples(String schema, String sample) throws IOException {
        assertThat(errors(schema, text(sample))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    signature      | "schemaVersion":2              | "schemaVersion":1
                    signature      | "schemaVersion":2              | "schemaVersion":2,"urls":[]
                    signature      | signature.descriptor.v1        | signature.descriptor.v2
                    signature      | "artifactType":"application/vnd.bulla.signature.v1+json", | ''
                    signature      | "subject"                      | "subjects"
                    signature      | "size":929                     | "size":929,"annotations":{}
                    signature-body | "signed":                      | "extra":1,"signed":
                    signature-body | "size":929                     | "size":929,"urls":[]
                    signature-body | "sig":"8b                      | "sig":"8B
                    signature-body | sha256:                        | sha1:
                    tag-record     | "dev.bulla.version":"17"       | "dev.bulla.version":"017"
                    tag-record     | "dev.bulla.expires"            | "dev.bulla.expiry"
                    tag-record     | 2027-02-19T00:00:00Z           | 2027-02-19T00:00:00+00:00
                    evidence       | "dev.bulla.intoto.keyid"       | "dev.bulla.intoto.key"
                    evidence       | vnd.in-toto.dsse+json          | vnd.in-toto.dsse
                    evidence       | "artifactType":"application/vnd.bulla.intoto.v1+json", | ''
                    carrier        | "dev.bulla.kind":"tag"         | "dev.bulla.kind":"label"
                    carrier        | "schemaVersion":2              | "artifactType":"a/b","schemaVersion":2
                    carrier        | "dev.bulla.subject"            | "dev.bulla.object"
                    """)
    void schemasRefuseWhatTheFormatRefuses(String name, String part, String replacement) throws IOException {
        assertThat(text(name)).contains(part);

        assertThat(errors(name, text(name).replace(part, replacement))).isNotEmpty();
    }

    @Test
    void schemasAcceptTheOlderForm() throws IOException {
        DescriptorSignature body = DescriptorSignature.sign(BUNDLE, List.of(GOLDEN));
        ImageManifest older = SignatureManifest.builder(BUNDLE, body, Optional.empty(), Optional.empty())
                .buildLegacy();

        assertThat(errors("signature", older.raw().asUtf8().orElseThrow())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "signature, dev.bulla.keyids dev.bulla.origin dev.bulla.role",
        "tag-record, dev.bulla.created dev.bulla.expires dev.bulla.ref dev.bulla.version",
        "evidence, dev.bulla.intoto.keyid dev.bulla.intoto.parent dev.bulla.intoto.step dev.bulla.origin",
        "carrier, dev.bulla.kind dev.bulla.subject"
    })
    void aPageNamesTheAnnotationsThatItsSamplesHave(String page, String annotations) throws IOException {
        Set<String> expected = new TreeSet<>(Arrays.asList(annotations.split(" ", -1)));

        assertThat(words(page(page), "`(dev\\.bulla\\.[a-z.]+)`")).isEqualTo(expected);
        assertThat(words(text(page), "\"(dev\\.bulla\\.[a-z.]+)\":")).isEqualTo(expected);
        assertThat(words(Files.readString(FOLDER.resolve(page + ".schema.json")), "\"(dev\\.bulla\\.[a-z.]+)\":"))
                .isEqualTo(expected);
    }

    @Test
    void pagesNameTheMediaTypesOfTheCodeAndNoOthers() throws IOException {
        String pattern = "`(application/vnd\\.(?:bulla|cncf)\\.[a-z0-9.+]+)`";
        String signature = Kind.SIGNATURE.artifactType().value();
        Set<String> kinds = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.OTHER)
                .map(kind -> kind.artifactType().value())
                .collect(Collectors.toSet());

        assertThat(words(page("signature"), pattern))
                .containsExactlyInAnyOrder(signature, DescriptorSignature.MEDIA_TYPE.value());
        assertThat(words(page("tag-record"), pattern))
                .containsExactly(Kind.TAG_RECORD.artifactType().value());
        assertThat(words(page("carrier"), pattern)).isEqualTo(kinds);
    }

    @Test
    void theCarrierPageListsTheKindsInTheirOrder() throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| `([a-z]+)` \\|").matcher(page("carrier"));

        assertThat(row.results().map(found -> found.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(Kind.values()).map(Kind::word).toList());
    }

    private static ImageManifest signature(DescriptorSignature body) {
        return SignatureManifest.builder(BUNDLE, body, Optional.of(NAME), Optional.of("targets/releases"))
                .build();
    }

    private static ImageManifest record() {
        Instant created = Instant.parse("2026-11-21T00:00:00Z");
        return new TagRecord(BUNDLE, NAME, 17, created, Instant.parse("2027-02-19T00:00:00Z"))
                .builder()
                .build();
    }

    private static List<Error> errors(String schema, String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve(schema + ".schema.json")), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }

    private static Set<String> words(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    private static String page(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".md"));
    }

    private static Bytes sample(String name) throws IOException {
        return Bytes.adopt(Files.readAllBytes(FOLDER.resolve(name + ".sample.json")));
    }

    private static String text(String name) throws IOException {
        return sample(name).asUtf8().orElseThrow();
    }
}
