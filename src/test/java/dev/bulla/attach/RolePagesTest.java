package dev.bulla.attach;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Digest;
import dev.bulla.tuf.RoleFileName;
import dev.bulla.tuf.Rooted;
import dev.bulla.tuf.edit.RoleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages, schemas and samples of head manifest, capsule and role files are what the code writes and reads; {@code
 * -Dbulla.docs.write=true} writes the samples anew.
 */
class RolePagesTest {
    private static final Path FOLDER = Path.of("artifact-types");

    @Test
    void theSamplesAreWhatTheCodeWrites() throws IOException {
        for (Map.Entry<String, Bytes> sample : RoleSamples.samples().entrySet()) {
            Path file = FOLDER.resolve(sample.getKey() + ".sample.json");
            if (Boolean.getBoolean("bulla.docs.write")) {
                Files.write(file, sample.getValue().toByteArray());
            }
            assertThat(Bytes.adopt(Files.readAllBytes(file)))
                    .as("%s, now %s bytes %s", file, sample.getValue().length(), Digest.of(sample.getValue()))
                    .isEqualTo(sample.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "capsule", "role-file"})
    void everySampleOnAPageHasTheSizeAndDigestGivenThere(String page) throws IOException {
        Matcher row = Pattern.compile("\\[([a-z-]+)\\.sample\\.json]\\([^)]*\\) \\| (\\d+) \\| `([^`]+)`")
                .matcher(page(page));
        int rows = 0;
        while (row.find()) {
            Bytes sample = Bytes.adopt(Files.readAllBytes(FOLDER.resolve(row.group(1) + ".sample.json")));
            assertThat(sample.length()).hasToString(row.group(2));
            assertThat(Digest.of(sample)).hasToString(row.group(3));
            rows++;
        }
        assertThat(rows).isPositive();
    }

    @Test
    void theSampleRootIsOneThatCanBePinnedAndTheOthersAreReadAsTheirRoles() {
        Rooted.pinned(RoleSamples.root(), RoleSamples.NOW).orThrow();
        for (var file : RoleSamples.files().entrySet()) {
            RoleFile again = RoleFile.of(file.getValue().bytes()).orThrow();
            assertThat(again.read(RoleSamples.format(file.getKey()))
                            .orThrow()
                            .role()
                            .version())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "head, head",
        "capsule, capsule",
        "role-file, role-root",
        "role-file, role-timestamp",
        "role-file, role-snapshot",
        "role-file, role-targets",
        "role-file, role-releases"
    })
    void schemasAcceptTheSamples(String schema, String sample) throws IOException {
        assertThat(errors(schema, text(sample))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "head      | head           | tuf.metadata      | tuf.target",
                "head      | head           | 1.root.json       | 0.root.json",
                "head      | head           | tuf.io/filename   | tuf.io/file",
                "head      | head           | vnd.bulla.tuf.v1  | vnd.bulla.tuf.v2",
                "capsule   | capsule        | \"subject\":      | \"subjects\":",
                "role-file | role-root      | \"threshold\":1   | \"threshold\":0",
                "role-file | role-root      | \"timestamp\":{   | \"times\":{",
                "role-file | role-timestamp | snapshot.json     | snapshot",
                "role-file | role-snapshot  | \"version\":1     | \"version\":2147483648",
                "role-file | role-targets   | \"paths\":        | \"pathes\":",
                "role-file | role-releases  | \"length\":       | \"size\":",
                "role-file | role-releases  | 00:00Z            | 00:00.0Z",
            })
    void schemasRefuseWhatReadersRefuse(String schema, String sample, String from, String to) throws IOException {
        assertThat(text(sample)).contains(from);
        assertThat(errors(schema, text(sample).replace(from, to))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "head, dev.bulla.origin dev.bulla.tuf.root dev.bulla.tuf.timestamp, dev.bulla.tuf.enclosed",
        "capsule, dev.bulla.origin dev.bulla.tuf.repo dev.bulla.tuf.root dev.bulla.tuf.timestamp, ''"
    })
    void aPageNamesTheAnnotationsThatItsSampleHasAndThoseThatItNeedNotHave(
            String page, String annotations, String further) throws IOException {
        Set<String> expected = Set.of(annotations.split(" ", -1));

        Set<String> named = new TreeSet<>(words(page(page), "`(dev\\.bulla\\.[a-z.]+)`"));
        assertThat(further.isEmpty() || named.remove(further)).isTrue();
        assertThat(named).isEqualTo(expected);
        assertThat(words(text(page), "\"(dev\\.bulla\\.[a-z.]+)\":")).isEqualTo(expected);
    }

    @Test
    void pagesNameTheTypesLimitsAndNamesOfTheCode() throws IOException {
        assertThat(words(page("head"), "`(application/[a-z0-9.+]+)`"))
                .containsExactlyInAnyOrder(HeadManifest.ARTIFACT_TYPE.value(), RoleLayer.MEDIA_TYPE.value());
        assertThat(words(page("capsule"), "`(application/[a-z0-9.+]+)`"))
                .containsExactlyInAnyOrder(Kind.CAPSULE.artifactType().value(), RoleLayer.MEDIA_TYPE.value());
        assertThat(words(page("role-file"), "`(application/[a-z0-9.+]+)`"))
                .containsExactly(RoleLayer.MEDIA_TYPE.value());
        assertThat(page("head")).contains("1 to 10 000 role files");
        assertThat(RoleFiles.MAX_FILES).isEqualTo(10_000);
        for (String name : List.of("7.snapshot.json", "timestamp.json", "3.targets%2Freleases.json")) {
            assertThat(page("head")).contains("`" + name + "`");
            assertThat(RoleFileName.parse(name).map(RoleFileName::text)).contains(name);
        }
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

    private static String page(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".md"));
    }

    private static String text(String sample) throws IOException {
        return Files.readString(FOLDER.resolve(sample + ".sample.json"));
    }
}
