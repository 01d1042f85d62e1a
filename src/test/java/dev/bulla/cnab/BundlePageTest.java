package dev.bulla.cnab;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulla.bytes.Bytes;
import dev.bulla.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the published page, schemas and examples of bundles to what is written. */
class BundlePageTest {
    private static final Path FOLDER = Path.of("artifact-types");
    private static final Path BUNDLE = Path.of("src", "test", "resources", "fixtures", "hello", "bundle.json");

    @Test
    void theExamplesAreWhatIsWrittenForTheBundleHello() throws IOException {
        Bundle bundle = Bundle.parse(Bytes.adopt(Files.readAllBytes(BUNDLE))).orThrow();
        ThinBundle thin = ThinBundle.of(bundle).orThrow();
        RelocationMap map = RelocationMap.derive(
                        bundle, Reference.parse("harbor.lan/mirror/hello:1.0.0").place())
                .orThrow();

        assertThat(example("bundle-index")).isEqualTo(text(thin.index().raw()));
        assertThat(example("config-manifest"))
                .isEqualTo(text(thin.configManifest().raw()));
        assertThat(example("relocation-map")).isEqualTo(text(map.toBytes()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bundle-index    | "schemaVersion":2                      | "schemaVersion":1
                    bundle-index    | "io.cnab.manifest.type":"config"       | "io.cnab.manifest.type":"invocation"
                    bundle-index    | "io.cnab.manifest.type":"component"    | "io.cnab.manifest.type":"signature"
                    bundle-index    | "io.cnab.component.name":"web",        | ''
                    bundle-index    | application/vnd.cnab.manifest.v1       | application/vnd.cnab.manifest.v2
                    bundle-index    | "size":489                             | "size":489,"urls":[]
                    config-manifest | application/vnd.cnab.config.v1+json    | application/json
                    config-manifest | "layers":null                          | "layers":[]
                    relocation-map  | @sha256:                               | @sha1:
                    """)
    void theSchemasAcceptTheExamplesAndRefuseOtherThings(String name, String part, String other) throws IOException {
        assertThat(errors(name, example(name))).isEmpty();
        assertThat(example(name)).contains(part);

        assertThat(errors(name, example(name).replace(part, other))).isNotEmpty();
    }

    @Test
    void olderFormsAreOfTheSchemasAsWell() throws IOException {
        Bundle bundle = Bundle.parse(Bytes.adopt(Files.readAllBytes(BUNDLE))).orThrow();
        for (ConfigTier tier : ConfigTier.values()) {
            for (IndexForm form : IndexForm.values()) {
                ThinBundle thin = ThinBundle.of(bundle, tier, form).orThrow();

                assertThat(errors("bundle-index", text(thin.index().raw()))).isEmpty();
                assertThat(errors("config-manifest", text(thin.configManifest().raw())))
                        .as(tier.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void thePageNamesEveryFormInTheOrderInWhichItIsTried() throws IOException {
        String page = Files.readString(FOLDER.resolve("bundle.md"));

        assertThat(page.substring(page.indexOf("## Older forms")))
                .containsSubsequence(Arrays.stream(ConfigTier.values())
                        .map(tier -> "`" + tier.configType() + "`")
                        .toList());
    }

    private static List<Error> errors(String schema, String document) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(FOLDER.resolve(schema + ".schema.json")), InputFormat.JSON)
                .validate(document, InputFormat.JSON);
    }

    private static String example(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name + ".example.json"));
    }

    private static String text(Bytes content) {
        return content.asUtf8().orElseThrow();
    }
}
