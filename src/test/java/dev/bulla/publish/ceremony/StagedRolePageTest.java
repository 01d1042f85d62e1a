package dev.bulla.publish.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.crypto.LocalSigner;
import dev.bulla.crypto.TestKeys;
import dev.bulla.json.Json;
import dev.bulla.oci.Digest;
import dev.bulla.outcome.Step;
import dev.bulla.tuf.Hashes;
import dev.bulla.tuf.RoleFormat;
import dev.bulla.tuf.RoleName;
import dev.bulla.tuf.TargetInfo;
import dev.bulla.tuf.TargetPath;
import dev.bulla.tuf.edit.Expiry;
import dev.bulla.tuf.edit.RoleFile;
import dev.bulla.tuf.edit.RootDraft;
import dev.bulla.tuf.edit.TargetsDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the published page of staged files to what the code writes and reads; {@code -Dbulla.docs.write=true} writes it. */
class StagedRolePageTest {
    private static final Path PAGE = Path.of("artifact-types", "staged-role.md");
    private static final Path SAMPLE = Path.of("artifact-types", "staged-role.sample.json");
    private static final Path SCHEMA = Path.of("artifact-types", "staged-role.schema.json");
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void theSampleIsWhatTheGoldenKeyStages() throws IOException {
        Bytes sample = sample();
        if (Boolean.getBoolean("bulla.docs.write")) {
            Files.write(SAMPLE, sample.toByteArray());
        }

        assertThat(Bytes.adopt(Files.readAllBytes(SAMPLE))).isEqualTo(sample);
        StagedReview read = StagedReview.of(StagedFormat.read(sample).orThrow()).orThrow();
        assertThat(read.toBytes()).isEqualTo(sample);
        assertThat(read.isComplete()).isFalse();
        assertThat(read.roles().get(0).progress().needed()).isEqualTo(1);
    }

    @Test
    void thePageSaysWhatItIs() throws IOException {
        String page = Files.readString(PAGE);
        Bytes sample = sample();

        assertThat(page)
                .contains("`" + StagedFile.MEDIA_TYPE + "`")
                .contains("| [staged-role.sample.json](staged-role.sample.json) | " + sample.length() + " | `"
                        + Digest.of(sample) + "` |")
                .contains("at most " + (StagedFile.MAX_BYTES >> 20) + " MiB")
                .contains("at most 20 000 entries");
        assertThat(StagedFile.MAX_ROLES).isEqualTo(20_000);
    }

    @Test
    void theSchemaAcceptsTheSample() throws IOException {
        assertThat(errors(text())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    staged-role.v1   | staged-role.v2
                    "namespace":"    | "namespace":"\u00a0
                    "role":"targets" | "role":""
                    "file":"         | "file":"-
                    "file":"         | "data":"
                    "summary":       | "more":1,"summary":
                    "staged":[       | "staged":[],"more":[
                    """)
    void theSchemaRefusesWhatTheReaderRefuses(String part, String replacement) throws IOException {
        String changed = text().replace(part, replacement);
        assertThat(changed).isNotEqualTo(text());

        assertThat(errors(changed)).isNotEmpty();
        assertThat(StagedFormat.read(Bytes.utf8(changed))).isInstanceOf(Step.Refused.class);
    }

    private static Bytes sample() {
        LocalSigner golden = TestKeys.golden();
        LocalSigner ben = TestKeys.seeded("ben");
        RootDraft root = RootDraft.create(Expiry.after(NOW, Duration.ofDays(365)))
                .extension("x-origin", Json.text("example.com/acme"));
        for (String role : List.of("root", "timestamp", "snapshot")) {
            root = root.addKey(new RoleName(role), golden.publicKey());
        }
        root = root.addKey(RoleName.TARGETS, golden.publicKey())
                .addKey(RoleName.TARGETS, ben.publicKey())
                .threshold(RoleName.TARGETS, 2);
        Expiry month = Expiry.after(NOW, Duration.ofDays(31));
        RoleFile targets = TargetsDraft.create(month).sign(List.of(golden, ben));
        TargetInfo layout = TargetInfo.of(3417, Hashes.sha256Of(Bytes.utf8("layout")), Optional.empty());
        RoleFile next = TargetsDraft.next(targets.read(RoleFormat.TARGETS).orThrow(), month)
                .target(new TargetPath("example.com/acme/helloworld/in-toto-metadata/root.layout"), layout)
                .sign(List.of(golden));
        StagedFile file = new StagedFile(
                "example.com/acme",
                List.of(
                        new NamedFile(RoleName.ROOT, root.sign(List.of(golden)).bytes()),
                        new NamedFile(RoleName.TARGETS, targets.bytes())),
                List.of(new NamedFile(RoleName.TARGETS, next.bytes())));
        return StagedReview.of(file).orThrow().toBytes();
    }

    private static String text() {
        return sample().asUtf8().orElseThrow();
    }

    private static List<Error> errors(String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }
}
